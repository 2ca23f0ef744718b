"""Full dates: a day, its month and its year, as seven languages write them. Imports no Django.

A month alone, a year alone or a day without its year is no full date. The date of a law or a
decree names nobody and is left; so is that of a session, a meeting or a deadline.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.scripts import any_of

_MONTHS = any_of(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre "
    "décembre janv févr fév avr juil déc "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre "
    "diciembre ene abr ago dic "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "fev mai set out dez "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "янв февр фев мар апр июн июл авг сент сен окт нояб ноя дек "
    "يناير فبراير مارس أبريل ابريل إبريل مايو يونيو يونيه يوليو يوليه أغسطس سبتمبر أكتوبر "
    "نوفمبر ديسمبر كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول "
    "تشرين_الثاني كانون_الأول جانفي فيفري أفريل ماي جوان جويلية أوت "
    "محرم صفر ربيع_الأول ربيع_الثاني ربيع_الآخر جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال "
    "ذو_القعدة ذي_القعدة ذو_الحجة ذي_الحجة"
)
_YEAR = r"(?:1[2-4]|1[89]|20|25)\d\d"
"""Of the common calendar, the Hijri one and the Buddhist one."""
_JOIN = r"[\s\u00a0,.]*(?:(?:of|de|del|do|من|лет)[\s\u00a0]+)?"
_ORDINALS = any_of(
    "first second third fourth fifth sixth seventh eighth ninth tenth twelfth fifteenth "
    "twentieth thirtieth premier primero primeiro "
    "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر "
    "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого"
)
_DAY = rf"(?:[0-3]?\d(?:st|nd|rd|th|er|\.?[ºª°]|-?го|-?е)?|(?:{_ORDINALS}))"
_ZH_NUMBER = r"[〇零○一二三四五六七八九十廿卅\d]"

_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?<![\w.])(?:the\s+)?{_DAY}{_JOIN}(?:{_MONTHS})\b{_JOIN}{_YEAR}(?!\d)"
        r"(?:[\s\u00a0]*(?:года|г\.|هـ|م\b))?",
        rf"\b(?:{_MONTHS})\b[\s.]*(?:the\s+)?[0-3]?\d(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<![\d./-]){_YEAR}\s?([-/.])\s?[01]?\d\s?\1\s?[0-3]?\d(?![\d/-])",
        rf"(?<![\d./-])[0-3]?\d\s?([-/.])\s?[0-3]?\d\s?\1\s?{_YEAR}(?![\d/-])",
        rf"{_ZH_NUMBER}{{2,4}}\s?年\s?{_ZH_NUMBER}{{1,3}}\s?月\s?(?:初)?{_ZH_NUMBER}{{1,3}}"
        r"(?:\s?[日号])?",
    )
)
_SHORT_YEAR = re.compile(r"(?<![\d./-])[0-3]?\d([-/.])[0-3]?\d\1\d\d(?![\d./%-])")
_BIRTH = re.compile(
    any_of(
        "dob d.o.b. born birth naissance né née nacimiento nació nacido nascimento nasceu nascido "
        "рождения родился родилась الميلاد ولد وُلد ولدت 出生 生日 生于"
    ),
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:"
    + any_of(
        "law act decree order resolution loi décret arrêté circulaire ordonnance ley decreto "
        "resolución lei portaria despacho resolução закон закона приказ приказом приказа указ "
        "постановление постановлением قانون القانون مرسوم المرسوم قرار القرار"
    )
    + r")\b[^.;:!?]{0,40}$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:sessions?|meetings?|webinars?|workshops?|conferences?|deadline|call\sfor|"
    r"applications?|agenda|"
    r"séances?|réunions?|webinaires?|ateliers?|conférences?|échéance|candidatures?|colloque|"
    r"sesión|sesiones|reunión|reuniones|seminario|taller|conferencia|convocatoria|plazo|"
    r"sessão|sessões|reunião|reuniões|seminário|oficina|conferência|edital|prazo|"
    r"заняти[а-я]+|заседани[а-я]+|сесси[а-я]+|вебинар[а-я]*|семинар[а-я]*|конференци[а-я]+|"
    r"встреч[а-я]+|срок[а-я]*)\b|"
    r"(?<!\w)[وبل]?(?:ال)?(?:جلسة|جلسات|اجتماع|ندوة|ورشة|مؤتمر|موعد\sالنهائي)(?!\w)|"
    r"会议|例会|研讨会|培训班|讲座|截止|下一次会|本次会",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    any_of(
        "radio chemo chimio quimio dialysis dialyse diálisis hemodi physio kiné fisio transfus "
        "died "
        "death admitted discharged décéd mort hospitalis admis falleci murió ingres muert morreu "
        "falec "
        "internad лучев химио диализ умер скончал поступил выписан الكيماوي الإشعاع غسيل توفي "
        "توفيت أدخل "
        "化疗 放疗 透析 去世 死亡 入院 出院"
    )
    + r"|\b(?:her|his|she|he|elle|sa|ses|ela|ele|его|её|ему|ей)\b",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[Finding]:
    """The full dates of a text whose digits are 0–9."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if not _LAW.search(before) and not _is_of_a_meeting(text, match.start(), match.end()):
                yield Finding(match.start(), match.end(), Type.DATE)
    for match in _SHORT_YEAR.finditer(text):
        if _BIRTH.search(text[max(0, match.start() - 40) : match.start()]):
            yield Finding(match.start(), match.end(), Type.DATE)


def _is_of_a_meeting(text: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of a session or a deadline, and of nobody who is ill."""
    earliest = max(0, start - 160)
    begin = max(earliest - 1, *(text.rfind(mark, earliest, start) for mark in ".!?。؟\n"))
    after = re.search(r"[.!?。؟\n]\s|\Z", text[end : end + 120])
    sentence = text[begin + 1 : end + (after.start() if after else 120)]
    if not _MEETING.search(sentence):
        return False
    return not (_BIRTH.search(sentence) or _OF_SOMEBODY.search(sentence))
