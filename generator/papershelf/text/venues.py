"""Recognize conferences, journals and preprint archives by their names.

In: a venue as printed, `ICLR 2026 (Poster)`. Out: its kind, or nothing if the name does not show
it. Pages, exports and imports all use this function.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class VenueType(StrEnum):
    """The CSL type of what a venue publishes."""

    CONFERENCE = "paper-conference"
    JOURNAL = "article-journal"
    ARCHIVE = "article"


#: Initials of conferences, as commonly written.
_CONFERENCES = frozenset(
    """
    3DV AAAI AACL AAMAS ACC ACCV ACL ACML ACSAC ACSSC AIED AIES AISTATS Allerton ALT AMCIS AMIA
    APPROX ASE AsiaCCS ASIACRYPT ASONAM ASPLOS ASRU ASSETS ATC AutoML BMVC CADE CASE CAV CCC CCN
    CCS CDC CGO CHES CHI CHIIR CIDR CIKM CogSci COLING CoLLAs COLM COLT CONCUR CoNEXT CoNLL CoRL
    CP CPP CRYPTO CSCW CSL CVPR CVPRW DAC DATE DCASE DIS DISC EACL EAMT EASE EC ECAI ECC ECCV
    ECCVW ECIR ECIS ECML ECOOP EDBT EDM EGSR EMNLP ESA ESANN ESEC ESEM ESOP ESORICS ESWC ETAPS
    EUROCRYPT Eurographics EuroPython EuroS&P EuroSys EuroVis EUSIPCO FAccT FAST FAT* FC FCCM FG
    FM FOCS FORC FoSSaCS FPGA FSCD FSE GD GECCO GLOBECOM GPCE HICSS HotCloud HotNets HotOS HPCA
    HPDC HPG HRI HT Humanoids I3D ICALP ICANN ICAPS ICASSP ICC ICCAD ICCV ICCVW ICDAR ICDCS ICDE
    ICDM ICDT ICER ICFP ICIP ICIS ICLP ICLR ICMC ICME ICML ICPC ICPP ICPR ICRA ICSE ICSME ICST
    ICTAC ICTIR ICWSM IDC IJCAI IJCAR IJCNLP IJCNN IMC INFOCOM InfoVis Interspeech INTERSPEECH
    IPCO IPDPS IPMI IPSN IROS ISAAC ISBI ISCA ISCAS ISIT ISLPED ISMAR ISMIR ISRR ISSCC ISSTA
    ISWC ITCS ITiCSE ITP ITSC ITW IUI JCDL JuliaCon KDD KR KRR L4DC LAK LICS LoG LOPSTR LREC
    MFCS MICCAI MICRO Middleware MIDL MLSP MLSys MobiCom MobiHoc MobileHCI MobiSys MODELS MSR
    NAACL NDSS NeurIPS NIME NIPS NSDI Onward! OOPSLA OSDI PacificVis PACT PADL PAKDD PEPM PETS
    PIMRC PKC PKDD PLDI PMLR PODC PODS POPL PPDP PPoPP PPSN PRICAI QIP RAID RANDOM RANLP RE RecSys
    RSS S&P SANER SAT SBBD SC SCA SciPy SDM SemEval SenSys Sigbovik SIGBOVIK SIGCOMM SIGCSE
    SIGGRAPH SIGIR SIGKDD SIGMETRICS SIGMOD SIGSPATIAL SLE SLT SoCC SoCG SODA SOSP SOUPS SP SPAA
    SPAWC SPLASH STACS STOC SWAT SysML TACAS TCC TEI TheWebConf TML TPDL TSD TYPES UAI UbiComp
    UIST UMAP USENIX VAST VIS VLDB VMCAI VR VTC WACV WADS WAFR WASPAA WebConf WINE WMT WSDM WWW
    """.split()
)
#: Journals and magazines with well-known initials or a one-word name.
_JOURNALS = frozenset(
    """
    algorithmica apj apjl apjs appetite automatica bioinformatics biometrics biometrika blood
    bmj brain cacm cancers cell chaos chest circulation cognition combinatorica computing csur
    cviu dmlr ecology econometrica electronics elife emse energies entropy evolution genes
    genetics gigascience gut icarus ijcv ijrr imwut informatica iscience jaamas jacm jair jama
    jasa jcp jfm jfr jmlr joss jrssb jsac jss jstsp kybernetika lancet langmuir materials
    mathematics melba metabolism mind mnras molecules nature nejm neurocomputing neuroimage
    neuron nutrients oncotarget organometallics pacmhci pacmpl pami patterns physica plos pnas
    polymers pra prb prc prd pre prl prx psychometrika pvldb ra-l ral remotesensing science
    sensors sicomp sima spl sustainability synthese t-pami t-ro tac tacl taco talg taslp tassp
    tbme tciaig tcom tcsvt tcyb tdsc technometrics tecs thri tifs tip tissec tist tit tkdd tkde
    tmi tmlr tmm tnnls tochi tocl tocs tods tog tois toit toplas tops tos tosem tpami tro tse
    tsp tvcg twc vaccine water
    """.split()
)
#: Words in the names of journals.
_JOURNAL_WORDS = frozenset(
    "journal journals transactions trans letters magazine annals annales review reviews bulletin"
    " archives archiv zeitschrift revue revista rivista quarterly acta gazette j rev lett mag"
    " jahrbuch journaux access studies communications".split()
)
#: Names that only journals have, even if they contain "Proceedings" or "Conference".
_IS_JOURNAL = re.compile(
    r"""(?:the\s)?(?:international\s|european\s|american\s|british\s|annual\s)?journal\b
    |(?:the\s)?(?:acm|ieee|aims|siam|ieee/acm|acm/ims)\s(?:journal|transactions|letters|magazine)\b
    |(?:the\s)?transactions\s(?:on|of)\b
    |(?!proc|.*\b(?:conf|symp|workshop|congr|meet|neur(?:al|\.)\sinf|proc\.\smed\.?\simag))
        (?:[\w/.]+\s){0,2}
        (?:(?:trans|j)\.\s  # below, Proc. is Processing
        |(?:signal|sig\.|image|img\.|lang\.|speech|inf(?:orm?)?\.|mater\.|neural)\sproc\.)
    |(?:acm|ieee)\strans\b|computer\sgraphics\sforum\b
    |pnas\b|p?vldb\sj|pvldb\b|very\slarge\sdata\sbases?\sjournal
    |(?:[a-z]+\.?\s){0,2}proc(?:eedings|\.)?\s(?:of\s)?(?:the\s)?
        (?:ieee[.,]?(?:\s\d{4})?$
        |vldb\sendow|acm\s(?:on|program|hum|interact|meas|manag|comput|softw|netw|web|ad)\b
        |national\sacad|natl?\.?\sacad|royal\ssoc|r\.?\ssoc|royal\sirish|japan\sacad|steklov
        |inst(?:itution|\.)?\s(?:of\s)?(?:mech|civil|electrical|mech\.|civ\.|electr)
        |(?:\w+\.?\s){1,4}(?:society|soc|academy|acad)\b(?![^,:]*\b(?:annual|meeting|conf|work))
        |biol(?:ogical|\.)?\ssci)
    |proceedings[.:,\s–-]+(?:mathematical|plant|animal|biological)\ssciences
    |(?:mayo\sclinic|transplantation|allergy\s(?:and|&)\sasthma|baylor\suniversity\smedical\scenter)
        \sproceedings
    |proceedings\s(?:in\sapplied\smath|of\sthe\sgeologists)""",
    re.IGNORECASE | re.VERBOSE,
)
#: Words for a journal in Chinese, Japanese, Korean and Russian, also in `会议展览学报`.
_WORDS_ABROAD = re.compile(
    r"学报|學報|公报|公報|杂志|雜誌|期刊|雑誌|論文誌|学会誌|ジャーナル|학술지|학회지|논문지"
    r"|\bжурнал|\bвестник",
    re.IGNORECASE,
)
#: Names that only conferences have.
_IS_MEETING = re.compile(
    r"""\b(?:proceedings|proc\b\.?|procs\b\.?|proceedings:|conferences?|conf\.|workshops?|wkshp|symposi(?:um|a)|symp\.
    |colloqui(?:um|a)|\w*[ck]ongress|convention|summit|meetings?|\w*tagung(?:sband)?|\w*konferen[zs]|conf[ée]rence
    |conferencia|confer[êe]ncia|conferenza|congreso|congresso|actes\sd[eu]|journ[ée]es|atti\sde[il]
    |companion\svolume|shared\stask|hackathon)\b
    |^findings\b|^advances\sin\sneural\sinformation\sprocessing|^neural\sinformation\sprocessing
    |\blecture\snotes\sin\s(?:computer\sscience|artificial\sintelligence|networks)|\blncs\b|\blnai\b
    |^(?:computer\svision\sand\spattern|learning\srepresentations|empirical\smethods\sin\snatural
    |artificial\sintelligence\sand\sstatistics|uncertainty\sin\sartificial|knowledge\sdiscovery\sand
    |robotics:\sscience\sand\ssystems|robot\slearning|principles\sof\sprogramming|computer[\s-]aided\sverif
    |human\sfactors\sin\scomputing\ssystems|speech\sprosody|learning\son\sgraphs
    |conversational\suser\sinterfaces|scitech\b|aiaa\b|oceans\s\d{4})
    |(?<!代表)大会|会议|會議|会議|研讨会|シンポジウム|ワークショップ|학술대회|конференц""",
    re.IGNORECASE | re.VERBOSE,
)
_ARCHIVE = re.compile(
    r"""(?:the\s)?(?:arxiv|corr|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|eartharxiv|engrxiv|techrxiv
    |edarxiv|lawarxiv|ecoevorxiv|africarxiv|osf\spreprints?|ssrn|research\ssquare|authorea|hal|repec
    |preprints(?:\.org)?|cryptology\seprint\sarchive|iacr\scryptology\seprint|iacr\seprint|eccc
    |available\sat\sssrn|openreview(?:\.net)?)
    (?:[\s.,:(\[/].*)?
    |(?:(?:a\s)?preprints?|manuscript|unpublished|in\spreparation|in\ssubmission|submitted|under\sreview)\b.*""",
    re.IGNORECASE | re.VERBOSE,
)
#: A year as in names of venues: `2024`, `'24`, `-24`, `24` after initials.
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|(?<=[A-Za-z*])[\s-]?['’‘`]\d\d\b|(?<=[A-Z])[-–]?\d\d\b")
#: Initials: at least two capitals in a word that is not a Roman numeral.
_INITIALS = re.compile(r"\b(?![IVXLCDM]+\b)(?=\w*[A-Z]\w*[A-Z])[A-Za-z0-9&*!]{2,}")
_WORD = re.compile(r"[A-Za-z0-9&*!]+(?:-[A-Z]\b)?")
_LOWER = re.compile(r"[a-z][\w-]*")
#: Societies, and capital words without meaning here.
_BODIES = frozenset("IEEE ACM CVF AAAI SIAM IFAC IFIP AIAA USA UK EU II III IV VI VII".split())


@lru_cache(maxsize=20_000)  # a collection of 10,000 papers has about a thousand venues
def kind_of(venue: str) -> VenueType | None:
    """Return the kind of a venue; None if its name does not show it."""
    text = " ".join(venue[:500].split())
    if _ARCHIVE.fullmatch(text):
        return VenueType.ARCHIVE
    head = text.partition("(")[0] or text  # `Hive Letters (Proc. of HIVES)` is a journal
    for part in (head, text):
        if _IS_JOURNAL.match(part) or _WORDS_ABROAD.search(part):
            return VenueType.JOURNAL
        if _IS_MEETING.search(part):
            return VenueType.CONFERENCE
        words = _LOWER.findall(part.casefold())
        if not _JOURNAL_WORDS.isdisjoint(words) or not _JOURNALS.isdisjoint(words[:3]):
            return VenueType.JOURNAL
    return VenueType.CONFERENCE if _is_known(text) else None


def type_beside(kind: str, venue: str) -> str:
    """Return the type of a record of another program from its type and venue. Programs call almost
    everything a journal article, so a conference or an archive as the journal decides. Formats
    without preprints call them manuscripts."""
    if kind == "manuscript" and kind_of(venue) == VenueType.ARCHIVE:
        return str(VenueType.ARCHIVE)
    known = kind_of(venue) if kind == VenueType.JOURNAL and venue else None
    return str(known or kind)


def is_dated(venue: str) -> bool:
    """Return whether a name is that of one year's meeting: initials or one word, and a year."""
    venue = venue[:500]
    if not _YEAR.search(venue):
        return False
    words = _WORD.findall(_YEAR.sub(" ", venue))
    return len(words) == 1 or bool(set(_INITIALS.findall(venue)) - _BODIES)


def _is_known(text: str) -> bool:
    """Return whether a name contains a known conference; initials of two letters need a year."""
    names = _CONFERENCES.intersection(_WORD.findall(_YEAR.sub(" ", text)))
    return any(len(name) > 2 for name in names) or (bool(names) and bool(_YEAR.search(text)))
