"""Telephone numbers, mail addresses and great ages. Imports no Django.

Telephone numbers are recognised by ``phonenumbers``, which knows every country's plan, and,
where a number of no known plan is introduced as one, by the words before it.
"""

import re
from collections.abc import Iterable, Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.scripts import any_of

_EMAIL = re.compile(
    r"[\w.+%'-]{1,64}@(?:[^\W_](?:[\w-]{0,62})\.){1,5}[^\W\d_]{2,24}(?![\w-])", re.ASCII
)
_PHONE_WORDS = re.compile(
    r"(?:\b(?:(?:tele)?phon\w*|tel|mobile|cell(?:phone)?|call(?:s|ed|ing)?|text(?:s|ed)?|sms|"
    r"whatsapp|rings?|rang|"
    r"dial\w*|fax|contact\w*|reach(?:ed|able)?(?:\s\w+)?\son|answer\w*|t[ée]l[ée]?ph\w*|tél|"
    r"portable|joi(?:gn\w+|ndre)|"
    r"r[ée]pond\w*|(?:r?appel)\w*|pr[ée]venir|num[ée]ro|"
    r"tel[ée]fon\w*|teléf|m[óo]vil|celular\w*|cel|ll[aá]m\w*|contest\w*|contat\w*|at[ei]+nd\w*|"
    r"respond\w*|avis[ae]r\w*|marc(?:ar|an?do)|ligu?[aeou]\w*|telem[óo]vel|zap|discar|"
    r"телефон\w*|тел|моб|сотов\w*|вотсап\w*|ватсап\w*|номер\w*|(?:по|пере)?звон\w*|отвеча\w*|"
    r"связ\w*|"
    r"[وفبل]?(?:ال)?(?:هاتف|جوال|موبايل|محمول|نقال|تلفون|واتساب)\w*|[وفلب]?(?:ال)?(?:اتصال|يتصل|"
    r"تتصل|اتصلت?|اتصلوا|رقم)\w*|ترد|يرد)"
    r"|电话|手机|联系|微信|致电|来电|拨|打来|号码|[打从])"
    r"(?:[^\d.;!?。;]|\.(?=\s?[+(:\d])){0,28}$",
    re.IGNORECASE,
)
_DIGIT_RUN = re.compile(r"(?<![A-Za-z0-9.,/-])[+(]?\d[\d\s()./-]{4,20}\d(?![A-Za-z0-9/-]|[.,]\d)")
_LOCAL = re.compile(
    r"(?<![A-Za-z0-9.,/-])(?:\(0?\d{1,4}\)\s?|0\d{1,4}[\s-]|8[\s-]?\(?\d{3}\)?[\s-])"
    r"\d{2,5}(?:[\s.-]\d{2,5}){1,4}(?![A-Za-z0-9/-]|[.,]\d)"
)
_CHINESE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")

_GREAT = r"(?:9\d|1[01]\d)"
_UNITS = "one two three four five six seven eight nine"
_GREAT_WORDS = (
    rf"(?:ninety(?:[\s-](?:{any_of(_UNITS)}))?|(?:a|one)\shundred(?:\sand\s(?:{any_of(_UNITS)}|"
    rf"ten))?|"
    r"quatre[\s-]vingts?[\s-](?:dix(?:[\s-](?:sept|huit|neuf))?|onze|douze|treize|quatorze|"
    r"quinze|seize)|"
    r"nonante(?:[\s-](?:et[\s-])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf))?|"
    r"cent(?:[\s-](?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix))?|"
    r"noventa(?:\s[ye]\s(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|um|uma|dois|duas|"
    r"três|quatro|"
    r"sete|oito|nove))?|cien(?:to\s(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez))?|"
    r"cem|cento\se\s(?:um|uma|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez)|"
    r"девяност[оа](?:\s(?:один|одного|одной|одна|два|две|двух|три|тр[её]х|четыре|четыр[её]х|"
    r"пять|пяти|шесть|"
    r"шести|семь|семи|восемь|восьми|девять|девяти))?|ст[оа])"
)
_AGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.,-])(?:{_GREAT}|{_GREAT_WORDS})[\s-]+years?[\s-]+old\b",
        rf"\b(?:aged|age[\s:]+(?:of\s)?|is\snow|turned|turns)\s?({_GREAT})(?![\w%.,-]*\d|%)\b",
        r"\b(?:at|aged|age|is|was|turned|turns|now)\s(?P<age>ninety(?:-\w+)?|(?:a|one)\shundred)\b"
        r"(?!\s(?:per|percent|days|people|patients|beds|minutes|km|miles|of|"
        r"and\s\w+\s(?:patients|people)))",
        rf"(?<![\w.,-])(?:{_GREAT}|{_GREAT_WORDS})\s+(?:ans|años|anos|лет|года?)\b",
        rf"(?<![\w.,-])(?:{_GREAT})[\s-]?(?:y/?\.?o\.?|yrs?|y)(?![\w/])",
        r"(?<!\w)девяносто\s(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|"
        r"девят)[а-яё]{2,3}\sгод\w*",
        rf"(?<![\w.,-])(?:(?:{_GREAT})[\s-]?|девяносто\w{{0,12}})летн[а-яё]{{2,3}}(?=\s(?!юбиле|"
        rf"истори|опыт|план))",
        # who is so old by her birthday, or with the years left out
        r"\b(?:her|his|their|my|our)\s(?:9\dth|9[123](?:st|nd|rd)|ninety-\w+|hundredth|100th|"
        r"10\dth)\sbirthday",
        rf"\b(?:son|ses|notre)\s(?:{_GREAT}|{_GREAT_WORDS})(?:i?[èe]me|e)?\s(?:anniversaire|"
        rf"printemps|ans)\b",
        rf"\b(?:she|he|who|they|mother|father|grandmother|grandfather|granny|grandma|grandpa|"
        rf"aunt|uncle|"
        rf"widow|widower|woman|man|patient)(?:\s(?:is|was|turns|turned)|[’']s|,)\s(?:now\s|"
        rf"already\s|only\s|"
        rf"nearly\s|almost\s|about\s)?(?P<age>{_GREAT}|{_GREAT_WORDS})"
        r"(?=[.;,:)!?](?!\d)|\s(?:and|but|now|years|with|when|who)\b|$)",
        r"(?<!\w)(?:ال[ء-ي]{3,8}\s)?و?التسع(?:ين|ون)\sمن\s(?:ال)?عمر\w*",
        r"(?:المئة|المائة)\sمن\s(?:ال)?عمر\w*",
        rf"(?<!\w)(?:ابن|ابنة|بنت|ذو|ذات|صاحب|صاحبة)\s(?:ال)?ـ?\s?(?:{_GREAT})(?!\w|[.,]\d|%)",
        rf"(?:享年|终年|年已|年近|今年|现年|高龄|年届)(?:{_GREAT}|"
        rf"九十[一二三四五六七八九]?)岁?(?![\d%]|[多余]?[年万人天例])",
        rf"(?<![\d.,])(?:{_GREAT})\s*(?:عام|عاما|عاماً|عامًا|سنة)(?!\w)",
        r"(?:واحدة?|اثنان|اثنين|اثنتان|اثنتين|ثلاثة?|أربعة?|خمسة?|ستة?|سبعة?|ثماني?ة?|"
        r"تسعة?)?\s?و?تسع(?:ون|ين)\s+"
        r"(?:عاما|عاماً|عامًا|سنة)(?!\w)",
        # who turns so old needs no word for the years
        rf"\b(?:cumpl\w+|fêt\w+\sses|eu\sses|a\seu|fez|completou|faz|исполн\w+|стукн\w+|достиг\w*|"
        rf"отмети\w+(?:\sсво[ёей]+)?)\s({_GREAT})(?![\w%.,-]*\d|\s?%)\b(?!\s(?:de|jours|días|"
        rf"dias|дн|h|pacient|patient))",
        rf"(?<!\w)(?:بلغت?|أتمت?|وعمره|وعمرها|عمره|عمرها)\s(?:الـ\s?)?({_GREAT})(?!\w|[.,]\d|%)",
        r"\b(?:turned|aged|age)\s(?:a|one)\shundred(?:\sand\s[a-z-]+)?\b",
        r"(?<!\w)(?:cent|ciento|cento\se|сто)[\s-](?:un|deux|trois|quatre|cinq|six|sept|huit|"
        r"neuf|dix|uno?|dos|tres|"
        r"cuatro|cinco|seis|siete|ocho|nueve|diez|um|dois|três|quatro|sete|oito|nove|dez|один|"
        r"два|три|четыре|пять|"
        r"шесть|семь|восемь|девять|десять)\s(?:ans|años|anos|лет|года?)\b",
        r"(?<!\w)(?:مئة|مائة)(?:\s(?:عام|سنة)(?!\sمن)|\sو(?:سنة|سنتين|عام|عامين|عاماً?|"
        r"[\u0620-\u064a]{3,8}\s(?:سنوات|أعوام|سنة|عاماً?)))",
        rf"(?<![\d.])满\s?(?:{_GREAT})(?!\d|\s?(?:天|分|例|人|个))",
        rf"(?<![\d.])(?:{_GREAT}|九十[一二三四五六七八九]?|一?百零?[一二三四五六七八九]?)\s?周?岁",
    )
)
_AFTER_A_NAME = re.compile(
    r"(?:\s?[,，(]\s?|\s(?:is|was|turned|has\sturned|est|a|avait|tiene|tenía|cumplió|tem|tinha|"
    r"fez)\s|\s?[–—-]\s)"
    r"(?:now\s|already\s|only\s|aged\s|age\s|déjà\s|ya\s|já\s|aos\s|с\s|عمرها\s|عمره\s)?"
    rf"({_GREAT}|{_GREAT_WORDS})"
    r"(?=[.;,:)!?，。；）](?!\d)|\s(?:and|but|et|mais|y|e|mas|и|و)\s|\s?$)",
    re.IGNORECASE,
)
_NOT_EXACT_BEFORE = re.compile(
    r"(?:"
    + any_of(
        "over above than from for since after pendant depuis plus_de moins_de de_plus_de il_y_a "
        "dans durante desde hace más_de mayores_de hasta há mais_de maiores_de durante até "
        "старше более после через за свыше أكثر_من فوق منذ خلال 超过 大于"
    )
    + r")\s*(?:the\s|los\s|de\s|os\s)?$",
    re.IGNORECASE,
)
_NOT_EXACT_AFTER = re.compile(
    r"\s*(?:or\solder|and\s(?:over|older)|et\splus|ou\splus|y\smás|o\smás|e\smais|ou\smais|"
    r"и(?:ли)?\sстарше|и(?:ли)?\sболее|أو\sأكثر|فأكثر|فما\sفوق|以上|及以上)",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding(match.start(), match.end(), Type.EMAIL)


def phones(text: str, region: str | None = None) -> Iterator[Finding]:
    """Telephone numbers; those without a country's code as ``region`` dials them, too."""
    for number in PhoneNumberMatcher(text, None, leniency=Leniency.POSSIBLE):
        yield Finding(number.start, number.end, Type.PHONE)
    if region:
        for number in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield Finding(number.start, number.end, Type.PHONE)
    for match in _CHINESE_MOBILE.finditer(text):
        yield Finding(match.start(), match.end(), Type.PHONE)
    for match in _LOCAL.finditer(text):
        if 8 <= _digits(match[0]) <= 14:
            yield Finding(match.start(), match.end(), Type.PHONE)
    for match in _DIGIT_RUN.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()]
        fewest = 8 if "/" in match[0] else 6
        if fewest <= _digits(match[0]) <= 15 and _PHONE_WORDS.search(before):
            yield Finding(match.start(), match.end(), Type.PHONE)


def ages(text: str, named: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Exact ages above 89; “90 or older” is what people are asked to write instead.

    After somebody who is ``named``, the number alone is an age.
    """
    for pattern in _AGES:
        for match in pattern.finditer(text):
            exact = not _NOT_EXACT_AFTER.match(text, match.end())
            if exact and not _NOT_EXACT_BEFORE.search(
                text[max(0, match.start() - 20) : match.start()]
            ):
                group = "age" if "age" in pattern.groupindex else 0
                yield Finding(match.start(group), match.end(group), Type.AGE)
    for name in named:
        beside = _AFTER_A_NAME.match(text, name.end)
        if beside and not _NOT_EXACT_AFTER.match(text, beside.end()):
            yield Finding(beside.start(1), beside.end(1), Type.AGE)


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
