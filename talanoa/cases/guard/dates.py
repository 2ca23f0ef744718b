"""Full dates: a day, its month and its year, as seven languages write them. Imports no Django.

A month alone, a year alone or a day without its year is no full date. The date of a law or a
decree names nobody and is left.
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


def dates(text: str) -> Iterator[Finding]:
    """The full dates of a text whose digits are 0–9."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if not _LAW.search(text[max(0, match.start() - 60) : match.start()]):
                yield Finding(match.start(), match.end(), Type.DATE)
    for match in _SHORT_YEAR.finditer(text):
        if _BIRTH.search(text[max(0, match.start() - 40) : match.start()]):
            yield Finding(match.start(), match.end(), Type.DATE)
