"""Language tags in normal form, and names of languages.

In: a BCP 47 tag in any case, or a name as catalogues and babel write it. Out: the tag with its
shortest code, as RFC 5646 requires (section 2.2.1): browsers, screen readers and other programs
know `fr`, not `fra`.
"""

from __future__ import annotations

import re

#: ISO 639-2 codes, terminology and bibliography, to ISO 639-1.
_SHORT = dict(
    pair.split(":")
    for pair in (
    "aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae "
    "aym:ay aze:az bak:ba bam:bm baq:eu bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg "
    "bur:my cat:ca ces:cs cha:ch che:ce chi:zh chu:cu chv:cv cor:kw cos:co cre:cr cym:cy "
    "cze:cs dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee "
    "fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga "
    "glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha hbs:sh heb:he her:hz hin:hi hmo:ho "
    "hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik "
    "isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki "
    "kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln "
    "lit:lt ltz:lb lub:lu lug:lg mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg "
    "mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl "
    "nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa per:fa pli:pi "
    "pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg san:sa sin:si "
    "slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc "
    "srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th "
    "tib:bo tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz "
    "ven:ve vie:vi vol:vo wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu "
    ).split()
)  # fmt: skip


def tidy(tag: str) -> str:
    """Return a tag in the format of section 2.1.1: `FRA-latn-ca` gives `fr-Latn-CA`."""
    first, *others = tag.lower().split("-")
    parts = [_SHORT.get(first, first)]
    for number, part in enumerate(others):
        if len(part) == 1:  # the rest belongs to an extension
            return "-".join([*parts, *others[number:]])
        is_script = len(part) == 4 and part.isalpha()
        parts.append(part.upper() if len(part) == 2 else part.title() if is_script else part)
    return "-".join(parts)


#: BCP 47 tags by the language names of babel and BibLaTeX's `langid`; exports write the first of
#: two names.
BABEL = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB",
    "ukenglish": "en-GB", "ngerman": "de", "german": "de", "austrian": "de-AT", "french": "fr",
    "italian": "it", "spanish": "es", "portuguese": "pt", "brazilian": "pt-BR", "dutch": "nl",
    "danish": "da", "swedish": "sv", "norwegian": "no", "finnish": "fi", "polish": "pl",
    "czech": "cs", "russian": "ru", "greek": "el", "latin": "la", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "turkish": "tr", "hungarian": "hu",
}  # fmt: skip
#: Further names by tag: in English, in the language itself, and in babel, in lower case.
_NAMES = {
    "af": "afrikaans", "am": "amharic", "ar": "arabic العربية", "as": "assamese",
    "az": "azerbaijani azeri", "be": "belarusian", "bg": "bulgarian български",
    "bn": "bengali bangla বাংলা", "bo": "tibetan", "br": "breton", "bs": "bosnian bosanski",
    "ca": "catalan català", "cs": "čeština česky český", "cy": "welsh cymraeg", "da": "dansk",
    "de": "deutsch germanb", "de-AT": "naustrian", "de-CH": "swissgerman nswissgerman",
    "el": "polutonikogreek ελληνικά", "en": "englisch anglais inglés inglese inglês",
    "en-AU": "australian", "en-CA": "canadian", "en-NZ": "newzealand", "eo": "esperanto",
    "es": "español castellano castilian spanisch espagnol", "es-MX": "mexican spanishmx",
    "et": "estonian eesti", "eu": "basque euskara", "fa": "persian farsi فارسی", "fi": "suomi",
    "fr": "français francais francês francese frenchb französisch", "fr-CA": "acadian canadien",
    "ga": "irish gaeilge", "gd": "scottish", "gl": "galician galego", "grc": "ancientgreek",
    "gu": "gujarati", "ha": "hausa", "he": "hebrew עברית", "hi": "hindi हिन्दी",
    "hr": "croatian hrvatski", "hsb": "usorbian uppersorbian", "dsb": "lsorbian lowersorbian",
    "hu": "magyar", "hy": "armenian", "ia": "interlingua",
    "id": "indonesian bahasa indon bahasai", "is": "icelandic íslenska",
    "it": "italiano italienisch", "ja": "日本語", "ka": "georgian", "kk": "kazakh",
    "km": "khmer ខ្មែរ ភាសាខ្មែរ", "kn": "kannada", "ko": "한국어", "ku": "kurdish kurmanji",
    "ky": "kyrgyz", "lo": "lao laotian", "la": "latina", "lt": "lithuanian lietuvių",
    "lv": "latvian latviešu", "mk": "macedonian македонски", "ml": "malayalam", "mn": "mongolian",
    "mr": "marathi", "ms": "malay bahasam melayu", "mt": "maltese", "my": "burmese",
    "nb": "bokmål bokmal", "ne": "nepali", "nl": "nederlands flemish", "nn": "nynorsk",
    "no": "norsk", "oc": "occitan", "pa": "punjabi panjabi", "pl": "polski", "ps": "pashto",
    "pt": "português portugues portuges", "pt-BR": "brazil", "rm": "romansh romansch",
    "ro": "romanian română romana moldavian", "ru": "русский", "sa": "sanskrit", "se": "samin",
    "si": "sinhala sinhalese", "sk": "slovak slovenčina slovenský",
    "sl": "slovene slovenian slovenščina slovenski", "so": "somali", "sq": "albanian shqip",
    "sr": "serbian srpski српски", "sr-Cyrl": "serbianc", "sv": "svenska",
    "sw": "swahili kiswahili", "syr": "syriac", "ta": "tamil தமிழ்", "te": "telugu",
    "th": "thai ไทย", "tk": "turkmen", "tl": "tagalog filipino", "tr": "türkçe turkce",
    "uk": "ukrainian українська", "ur": "urdu اردو", "uz": "uzbek", "vi": "vietnamese",
    "yo": "yoruba", "zh": "中文 汉语 漢語 mandarin", "zh-Hans": "简体中文", "zh-Hant": "繁體中文",
    "zu": "zulu",
}  # fmt: skip
_BY_NAME = BABEL | {name: tag for tag, names in _NAMES.items() for name in names.split()}
#: Words next to the name of a language, and what they add to its tag.
_MORE = {
    "simplified": "Hans", "traditional": "Hant", "brazil": "BR", "brazilian": "BR",
    "portugal": "PT", "european": "", "standard": "", "modern": "", "us": "US", "usa": "US",
    "u.s.": "US", "united states": "US", "american": "US", "uk": "GB", "u.k.": "GB", "gb": "GB",
    "united kingdom": "GB", "great britain": "GB", "british": "GB", "canada": "CA",
    "canadian": "CA", "australia": "AU", "australian": "AU", "india": "IN", "ireland": "IE",
    "new zealand": "NZ", "germany": "DE", "austria": "AT", "austrian": "AT", "switzerland": "CH",
    "swiss": "CH", "france": "FR", "belgium": "BE", "spain": "ES", "mexico": "MX",
    "mexican": "MX", "argentina": "AR", "latin america": "419", "china": "CN", "taiwan": "TW",
    "hong kong": "HK", "singapore": "SG", "latin": "Latn", "cyrillic": "Cyrl",
}  # fmt: skip
_MORE |= {"iran": "IR", "netherlands": "NL", "italy": "IT", "japan": "JP", "korea": "KR"}
#: Names of two words of which none is an addition.
_WHOLE = {
    "norwegian bokmål": "nb", "norwegian nynorsk": "nn", "ancient greek": "grc",
    "old english": "ang", "middle english": "enm", "upper sorbian": "hsb", "lower sorbian": "dsb",
    "swiss german": "gsw", "scottish gaelic": "gd", "northern sami": "se", "haitian creole": "ht",
    "simplified chinese": "zh-Hans", "traditional chinese": "zh-Hant", "mandarin chinese": "zh",
}  # fmt: skip
#: English names by tag: those of babel, of two words, and the first of further names.
_ENGLISH = {tag: names.split()[0] for tag, names in _NAMES.items()}
_ENGLISH |= {tag: name for table in (_WHOLE, BABEL) for name, tag in table.items()}
#: Names of two words in the language itself.
_WHOLE |= {"tiếng việt": "vi", "bahasa indonesia": "id"}
#: More characters than the longest name or tag has.
_LONGEST = 100
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_WITH = re.compile(r"([^()]+?)\s*[(\[]\s*([^()]+?)\s*[)\]]")
_SEVERAL = re.compile(r"\s*[;,/|+&]\s*|\s+(?:and|und|et)\s+")


def name(tag: str) -> str:
    """Return the English name of a language, `Japanese`; of a variety with its tag, `Portuguese
    (pt-BR)`. A tag without a known name is returned unchanged."""
    first = tag.partition("-")[0]
    known = _ENGLISH.get(first, "").title()
    if not known or first == tag:
        return known or tag
    return f"{known} ({tag})"


def read(text: str) -> tuple[str, str]:
    """Return the tag of the first language in a text, and the other languages: `Eng; Ger` gives
    `en` and `Ger`. A text without a language is returned unchanged."""
    text = " ".join(text.split())
    if tag := _of_one(text):
        return tag, ""
    first, *others = _SEVERAL.split(text)
    tag = _of_one(first)
    return (tag, "; ".join(filter(None, others))) if tag else (text, "")


def _of_one(text: str) -> str:
    """Return the tag for a name, a name with a place, or a tag; empty for anything else."""
    name = text.strip(" .").casefold()
    if len(name) > _LONGEST:
        return ""
    if name in _WHOLE or name in _BY_NAME:
        return _WHOLE.get(name) or _BY_NAME[name]
    if _TAG.fullmatch(name):
        return tidy(name.replace("_", "-"))
    if match := _WITH.fullmatch(name):
        return _with(match[1], match[2])
    first, _, last = name.rpartition(" ")
    return _with(last, first) if first else ""


def _with(name: str, word: str) -> str:
    """Return the tag of a language with an additional word: `chinese`, `simplified` gives
    `zh-Hans`."""
    tag = _BY_NAME.get(name, "")
    if not tag or word not in _MORE:
        return _WHOLE.get(f"{name} {word}", "")
    return f"{tag.partition('-')[0]}-{_MORE[word]}" if _MORE[word] else tag
