"""Numbers by which a hospital, a laboratory, a state or an insurer knows one person.

Told by the thing they are the number of, before or after it; by a verb of registering; by the
bed; and by the shapes of their own. The number of a law, a contract or a line of a budget leads
to nobody and is left. Imports no Django.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.record_words import (
    CHINESE,
    OF_A_PAPER,
    OF_A_PERSON,
    OF_AN_EXAMINATION,
    OFFICIAL,
    OFFICIAL_AFTER,
    PERSON,
    REGISTERED,
    THINGS,
    THINGS_ARABIC,
)

_CODE = (
    r"(?:(?-i:[A-ZА-ЯЁ]{1,6}|(?<![ء-ي])[ء-ي])[\s./-]{0,2}){0,2}"
    r"\d[\dA-ZА-Я]{0,24}(?:[./–-][\dA-ZА-Яء-ي]{1,20}){0,6}"
    r"(?:\s(?:bis\s)?\d[\dA-Z]{0,20}(?:[./-][\dA-Z]{1,20}){0,4}){0,6}(?-i:\s?[A-Z]\b)?"
)
"""Letters before, groups of figures and letters, a letter after; each part has its bound."""
_NUMBER = (
    r"(?:numbers?|num\.?|núm\.?|nr\.?|nro\.?|no\.?|n\.?\s?[ºo°ª]\.?|№|n|#|numéro|número|"
    r"номер\w*|(?:ال)?رقم\w{0,2}|برقم|ورقم|serial|policy|id|code|código|код\w*|ref\.?|reference)"
)
_LINK = (
    r"(?:[\s,:;(=–—-]|\bis\b|\bwas\b|\bnow\b|\bits\b|\breads\b|\best\b|\bes\b|\bé\b|\bera\b|"
    r"\bétait\b|\bson\b|\bunder\b|\bsous\s(?:le\b)?|\bbajo\s(?:el\b)?|\bcom\so\b|\bcon\sel\b|"
    r"с|за|هو|هي|تحت|ب)"
)
_NO_MONEY_OR_UNIT = (
    r"(?![\dA-Z/]|[.,]\d|\s\d|\s?(?:%|‰|€|\$|£|¥)|\s?(?:usd|eur|f\s?cfa|fcfa|xof|xaf|dollars?|"
    r"euros?|"
    r"dólar\w*|reais|francs?|soles|pesos|meticais|kwanzas|shillings?|naira|rands?|rupees?|cedis?|"
    r"рубл\w*|доллар\w*|тенге|сом\w*|دولار|دينار|درهم|ريال|جنيه|ليرة|元|美元|"
    r"patients?|people|malades|pacientes?|doentes|personnes|personas|pessoas|nurses|copies|beds|"
    r"tests|samples|slides|households|families|members|mg|ml|mcg|µg|mmol|kg|km|hours?|days?|"
    r"больн\w*|человек|пациент\w*|образц\w*|случа\w*|مريض\w*|مرضى|حالة|عينة|人|名|例)(?!\w))"
)
_OF = r"(?:(?:de|do|da|du|des|del|d’|la|l’|le|les|los|el|su|sa|son|seu|sua|her|his|её|его)\s?){0,3}"
_THING_AND_NUMBER = rf"(?:{THINGS})(?:\s[\w’-]{{2,16}})?\s?(?:{_NUMBER})(?!\w)\.?"
_NUMBER_OF_THING = rf"{_NUMBER}\s?{_OF}(?:{THINGS})(?:\s(?:d’)?[\w’-]{{2,16}}){{0,2}}?"


def _by(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_TOLD = (
    # MRN 0044871; passeport n° …; her NHIF card is …
    _by(
        rf"(?<![\w/])(?:{OF_A_PERSON})(?!\w)\.?{_LINK}{{0,4}}"
        rf"(?:{_NUMBER}{_LINK}{{0,3}}\s?)?(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
    ),
    # dossier 24/0871; карта 5582
    _by(
        rf"(?<![\w/])(?:{OF_A_PAPER})(?!\w)\.?[\s,:(–-]{{0,3}}"
        rf"(?:{_NUMBER}\.?[\s:,]*)?(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
    ),
    # n° de séjour 24-118; número do processo: 4471; номер её карты — 5582
    _by(
        rf"(?<![\w/])(?:{_NUMBER_OF_THING}){_LINK}{{0,4}}(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}",
    ),
    # folder number 88213; clinic card no. 312
    _by(rf"(?<![\w/])(?:{_THING_AND_NUMBER}){_LINK}{{0,4}}(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"),
    # رقم ملف المريضة 4471; ملفها رقم 312
    _by(
        rf"(?<!\w)[وبفل]?(?:ال)?رقم(?:ها|ه)?\s(?:ال|لل)?(?:{THINGS_ARABIC})\w{{0,4}}"
        rf"(?:\s[ء-ي]{{2,10}}){{0,2}}?[\s:=،(]{{0,3}}(?:هو\s|"
        rf"هي\s)?(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
    ),
    _by(
        rf"(?<!\w)[وبفل]?(?:ال|لل)?(?:{THINGS_ARABIC})\w{{0,4}}(?:\s[ء-ي]{{2,10}})?\s"
        rf"(?:[تي]حمل\s|ذات\s|ذو\s)?[وب]?(?:ال)?رقم\w{{0,2}}[\s:=،(]{{0,3}}"
        rf"(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
    ),
    # 4471/23 is her file number; 0044871 — номер карты
    _by(
        rf"(?<![\w.,/-])(?P<code>{_CODE})\s?(?:,|\(|=|—|–|-|is|was|est|es|é|era|هو|هي)\s?"
        rf"(?:(?:the|her|his|their|my|our|le|la|l’|el|o|a|son|sa|su|seu|sua|это|её|его)\s?){{0,2}}"
        rf"(?:{_THING_AND_NUMBER}|{_NUMBER}\s{_OF}(?:{THINGS})(?!\w)|"
        rf"(?:ال)?رقم(?:ها|ه)?\s(?:ال)?(?:{THINGS_ARABIC}))"
    ),
    # registered under 4471/23; inscrite sous le numéro …; значится под № …
    _by(
        rf"(?<!\w)(?:{REGISTERED})(?:\s[^\W\d]{{1,14}}){{0,4}}?\s(?:as|under|sous|comme|bajo|como|"
        rf"sob|под|за|تحت)\s(?:(?:the|le|la|el|o)\s)?(?:{_NUMBER}\.?[\s:]{{0,2}})?"
        rf"(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
    ),
    _by(
        rf"(?<!\w)(?:{REGISTERED})(?:\s[^\W\d]{{1,14}}){{0,4}}?\s(?:{_NUMBER})\.?[\s:]{{0,2}}"
        rf"(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
    ),
    *(
        _by(pattern)
        for pattern in (
            rf"(?:{CHINESE})(?:流水|登记|编|卡|证)?(?:号码?|编号|条码|"
            rf"ID)?[\s:\uff1a是为(\uff08,\uff0c]{{0,3}}"
            r"(?P<code>[A-Z]{0,4}[-\s]?\d[\dA-Z/-]{3,24})(?![\dA-Z]|"
            r"\s?[%元名例人张台次件份床个位种户家年月日天支瓶粒盒套万亿余多])",
            rf"(?:{CHINESE})(?:号码?|编号)[\s:\uff1a是为(\uff08,\uff0c]{{0,3}}"
            r"(?P<code>[A-Z]{0,4}[-\s]?\d[\dA-Z/-]{2,24})(?![\dA-Z]|"
            r"\s?[%元名例人张台次件份床个位种户家年月日天支瓶粒盒套万亿余多])",
            r"(?<![\dA-Z./-])(?P<code>[A-Z]{0,4}-?\d[\dA-Z/-]{3,24})\s?(?:[,，]|是|为|即|[(（])\s?"
            rf"(?:[他她其]的?|这?[是为]?该?(?:患者|病人|老人|孩子)的?)?(?:{CHINESE})(?:号码?|编号)",
        )
    ),
)
_EXAMINED = _by(
    rf"(?<![\w/])(?:{OF_AN_EXAMINATION})(?:\s(?:{OF_AN_EXAMINATION}))?(?!\w)\.?[\s,:(–-]{{0,3}}"
    rf"(?P<number>{_NUMBER}\.?[\s:,]*)?(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
)
_NUMBERED = _by(
    rf"(?<![\w/])(?:№|n\.?[º°ª]\.?|no\.|nr\.|number|numéro|número|номер\w*|رقم|编号[:\uff1a]?)\s?"
    rf"(?P<code>{_CODE}){_NO_MONEY_OR_UNIT}"
)
_WARD = (
    r"(?:ward|room|unit|bay|cubicle|salle|chambre|service|sala|habitación|cuarto|pabellón|"
    r"enfermaria|quarto|палат[аеуы]|отделени[ея])"
)
_BED = r"(?:bed|lit|cama|leito|койк[аеиу]|место)"
_WHICH = r"\s(?:№\s?|n\.?[º°]\s?|no\.?\s|number\s|numéro\s|número\s|номер\s)?"
_BEDS = (
    # Ward 4B, bed 12; cama 3 de la sala 7; 内科3病室12床: a bed alone is many people's
    _by(
        rf"(?<![\w-])(?P<code>{_WARD}{_WHICH}[\dA-Z]{{1,5}},?\s(?:and\s|et\s|y\s|e\s|и\s)?"
        rf"{_BED}{_WHICH}\d{{1,3}}[A-Z]?)(?![\w%])"
    ),
    _by(
        rf"(?<![\w-])(?P<code>{_BED}{_WHICH}\d{{1,3}}[A-Z]?(?:,|\s(?:of|on|in|de|da|do|en))\s"
        rf"(?:the\s|la\s|o\s|a\s)?{_WARD}{_WHICH}\d{{1,4}}[A-Z]?)(?![\w%])"
    ),
    re.compile(
        r"(?<!\w)(?P<code>[وبفل]?(?:ال)?(?:غرفة|عنبر|جناح|قاعة)\s(?:رقم\s)?\d{1,4}،?\s"
        r"و?(?:ال)?سرير\s(?:رقم\s)?\d{1,3})(?!\d)"
    ),
    re.compile(
        r"(?<!\w)(?P<code>[وبفل]?(?:ال)?سرير\s(?:رقم\s)?\d{1,3}،?\s(?:في\s|ب)?(?:ال)?"
        r"(?:غرفة|عنبر|جناح|قاعة)\s(?:رقم\s)?\d{1,4})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<code>\d{1,4}号?(?:病室|病房|病区|房间?|室)[,，]?\d{1,3}号?(?:病?床))"),
)
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        # by which states know their people
        r"(?<![\w.-])(?P<code>\d{3}\.\d{3}\.\d{3}-\d\d)(?![\w-])",
        r"(?<![\w.-])(?P<code>\d{3}-\d{3}-\d{3}[\s-]\d\d)(?![\w-])",
        r"(?<![\w.-])(?P<code>\d{3}-\d\d-\d{4})(?![\w-])",
        r"(?<![\w.-])(?P<code>\d{8}-?[A-Z])(?![\w-])",
        r"(?<![\w.-])(?P<code>\d{1,2}\.\d{3}\.\d{3}-[\dkK])(?![\w-])",
        r"(?<![\w.,-])(?P<code>[12]\s\d\d\s(?:0[1-9]|"
        r"1[0-2])\s[\dA-B]{2}\s\d{3}\s\d{3}(?:\s\d\d)?)(?![\w-])",
        r"(?<![\w.,+-])(?P<code>\d\d(?:0[1-9]|1[0-2])[0-3]\d[\s-]\d{4}[\s-]\d{2,3})(?![\w-])",
        r"(?<![\d.-])(?P<code>[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx])(?!\d)",
        r"(?<![\w/.-])(?P<code>\d{6}/\d\d/\d)(?![\w/-])",
        r"(?<![\w/.-])(?P<code>\d\d-\d{6,7}\s?-?[A-Z]\s?-?\d\d)(?![\w-])",
        r"(?<![\w/.-])(?P<code>\d{5}-\d{7}-\d)(?![\w-])",
        r"(?<![\w/.-])(?P<code>\d{6}-\d\d-\d{4})(?![\w-])",
        r"(?<![\w/.-])(?P<code>\d{8}\s\d\s[A-Z]{2}\d)(?!\w)",
        r"(?<![\w/.-])(?P<code>GHA-\d{9}-\d)(?![\w-])",
        r"(?<!\w)(?P<code>[A-Z]{4}\d{6}[HM][A-Z]{5}[\dA-Z]\d)(?!\w)",
        r"(?<!\w)(?P<code>C[MF]\d{5,8}[A-Z\d]{4,7})(?!\w)",
        r"(?<!\w)(?P<code>[A-Z]{5}\d{4}[A-Z])(?!\w)",
        # letters and six figures or more, as hospitals and passports have them
        r"(?<![\w/.@-])(?!(?:NCT|ISRCTN|ISBN|ISSN|PMID|PMC|DOI|OPP|ISO|EUR|USD|XOF|XAF|GBP|CFA|"
        r"COVID|WHO|OMS|RES|INV|EN|IEC|BWP|UGX|KES|NGN))"
        r"(?P<code>[A-Z]{1,3}-?\d{6,10}[A-Z]{0,2}(?:\d{3})?)(?![\w@-])",
    )
)
_OF_NOBODY = (
    r"(?:NCT|ISO|WHA?|OMS|EB|A|E|RES|RFP|RFQ|RFA|ITB|LPO|PO|INV|COVID|SARS|ICD|CIM|CIE|BL|LB|SDG|ODD|"
    r"ODS|UN|AU|EU|CE|DOI|GF|GRT|EN|IEC|WP|AO)(?:/RES)?"
)
"""Letters before the numbers of trials, resolutions, tenders, invoices and codes of illnesses."""
_LETTERED = re.compile(
    rf"(?<![\w/.@-])(?!{_OF_NOBODY}[/-]?\d\d)"
    r"(?P<code>[A-Z]{1,5}(?:[/-][A-Z]{1,4})?[/-]?\d{2,4}[/-]\d{3,7}(?:[/-][A-Z\d]{1,4})?)"
    r"(?![\w/@-]|[.,]\d)"
)
"""UHI/22/04471, KNH-2023-00871, P24-02291: letters, a year, a running number."""
_LONG = _by(rf"(?<![\w.,+/-])(?P<code>\d{{12,18}}){_NO_MONEY_OR_UNIT}(?![\w,-]|\.\d)")
_YEAR_OR_DATE = re.compile(
    r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?|[0-3]?\d([./-])[01]?\d\1(?:\d\d){1,2}|(?:19|"
    r"20)\d\d-[01]?\d-[0-3]?\d"
)
_LETTERS_BEFORE = re.compile(r"^[^\W\d_]+\s")
_OFFICIAL = _by(rf"(?<!\w)(?:{OFFICIAL})[^.!?;。؟\n]{{0,48}}$")
_OFFICIAL_FOR = _by(OFFICIAL_AFTER)
_PERSON = _by(PERSON)


def records(text: str) -> Iterator[Finding]:
    """The numbers of persons in a text whose digits are 0–9."""
    for pattern in (*_TOLD, *_SHAPES, _LONG):
        for match in pattern.finditer(text):
            enough = 3 if pattern in _TOLD_AS_NUMBERS else 4
            if _digits(match["code"]) < enough or _is_date(match["code"]):
                continue
            if not (pattern in _OF_ANYTHING and _is_official(text, match)):
                yield _finding(match)
    for match in _EXAMINED.finditer(text):
        figures = _digits(match["code"])
        enough = 3 if match["number"] else _fewest(match["code"])
        if figures >= enough and not (_is_date(match["code"]) or _is_official(text, match)):
            yield _finding(match)
    for pattern in (_NUMBERED, _LETTERED):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 80) : match.start()]
            told = pattern is _LETTERED or _PERSON.search(before)
            composed = _is_composed(match["code"]) and _digits(match["code"]) >= 5
            if told and composed and not (_is_official(text, match) or _is_date(match["code"])):
                yield _finding(match)
    for pattern in _BEDS:
        for match in pattern.finditer(text):
            yield _finding(match)


_TOLD_AS_NUMBERS = frozenset({*_TOLD[2:7], _TOLD[8], _TOLD[10]})
"""Where a word for number stands beside, three figures are enough."""


_OF_ANYTHING = frozenset(_TOLD[1:9])
"""What may have a number without being a person’s: a licence, a register, a form."""


def _is_official(text: str, match: re.Match[str]) -> bool:
    """Whether a law, a tender or a medicine is spoken of, and since then no person."""
    before = text[max(0, match.start() - 64) : match.start("code")]
    official = _OFFICIAL.search(before)
    if official and not _PERSON.search(before, official.start()):
        return True
    return bool(_OFFICIAL_FOR.match(text, match.end("code")))


def _finding(match: re.Match[str]) -> Finding:
    return Finding(match.start("code"), match.end("code"), Type.RECORD)


def _fewest(code: str) -> int:
    """How many figures make a number of an examination that no word calls one."""
    if re.match(r"[^\W\d_]", code):
        return 99 if re.match(rf"{_OF_NOBODY}[/-]?\d\d", code) else 4
    return 5 if _is_composed(code) else 6


def _is_composed(code: str) -> bool:
    """Of letters and figures, or of parts: a run of figures alone may be a count."""
    return bool(re.search(r"[^\W\d_]|\d[/–-]\d|\d\.\d{4}", code))


def _is_date(code: str) -> bool:
    return bool(_YEAR_OR_DATE.fullmatch(_LETTERS_BEFORE.sub("", code)))


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
