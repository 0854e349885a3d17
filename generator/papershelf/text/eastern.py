"""Names in Chinese, Japanese and Korean letters, where no space parts a name.

In: a text in these letters. Out: whether it is a name, or begins with a family name. Never splits
one.
"""

from __future__ import annotations

import re

#: Their letters, as a class of regular expressions.
LETTER = "[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
#: Names that are written with the family name first and without a space, as a regular expression of
#: Python and of JavaScript: not Katakana alone, which are foreign names.
NAME = f"(?![\u30a0-\u30ff]+$){LETTER}+"
_NAME = re.compile(NAME)
#: Frequent family names of one letter, without those that are also given names in Japan.
FAMILIES = frozenset(
    "丁万严于付何余侯冯刘劉卢叶吕吴吳呂周唐嚴夏姚姜孔孙孟孫宋尹崔廖张張彭徐戴方曹曾朱李杜杨林梁"
    "楊段江汤汪沈湯潘熊王田石秦程罗羅肖胡范莫萧萬葉董蒋蔡蔣蕭薛蘇袁覃許謝譚许谢谭贺贾賀賈赵趙邓"
    "邱邵邹郑郭鄒鄧鄭金钟钱錢鍾闫陆陈陳陶陸雷靳韋韓韦韩顧顾饶馬馮马高魏黃黄黎龔龚"
    "강고곽구권김나남노류문민박배백변서성손송신심안양오우유윤이임장전정조주진차채최하한허홍황"
)
#: Frequent family names of two or three letters.
_LONGER = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 东方 東方 皇甫 尉迟 公孙 公孫 慕容 令狐 司徒 夏侯 "
    "남궁 독고 사공 서문 선우 제갈 황보 "
    "佐藤 鈴木 高橋 田中 渡辺 渡邊 伊藤 山本 中村 小林 加藤 吉田 山田 山口 松本 井上 木村 "
    "斎藤 斉藤 清水 山崎 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 藤田 後藤 近藤 "
    "村上 遠藤 青木 坂本 福田 太田 西村 藤井 岡本 藤原 中野 三浦 中川 松田 竹内 小野 原田 "
    "佐々木 長谷川 五十嵐 久保田 大久保 小笠原 佐久間 長谷部 宇都宮".split()
)


def is_name(family: str, given: str) -> bool:
    """Return whether a name is in these letters, with the family name first and without a space:
    `山田太郎`. Foreign names in Japanese are not: `エイダ バイロン`."""
    text = family + given
    return not text.isascii() and bool(_NAME.fullmatch(text))


def is_pair(family: str, given: str) -> bool:
    """Return whether two words are the parts of one name, `山田, 太郎`, and not two names, `王小明,
    李四`."""
    return _may_be_alone(family) and len(given) < 4 and not _begins_with_family(given)


def _may_be_alone(text: str) -> bool:
    """Return whether a text may be a family name alone; few of three letters are: `長谷川`,
    `佐々木`, and not `伊藤博`."""
    return len(text) < 3 or text in _LONGER or (len(text) == 3 and "々" in text[1:])


def _begins_with_family(text: str) -> bool:
    """Return whether a text may be a whole name: `王小明`, `司马光`."""
    return text[:1] in FAMILIES or not _LONGER.isdisjoint((text[:2], text[:3]))
