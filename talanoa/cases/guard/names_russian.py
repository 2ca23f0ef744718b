"""Names of persons in Russian: declined, with patronymics, and after a role or a verb.

Imports no Django.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.given_russian import GIVEN, NOT_A_PERSON
from talanoa.cases.guard.scripts import any_of

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_RUN = re.compile(
    rf"(?:(?:[А-ЯЁ]\.\s?){{1,2}}\s?{_WORD}|{_WORD}(?:\s{_WORD})*(?:\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?)?)"
)
_PATRONYMIC = re.compile(
    r"(?:(?:ович|евич|ьич|мич)(?:а|у|ем|е)?|(?:овн|евн|ичн)(?:а|ы|е|у|ой)|оглы|кызы)$"
)
_SURNAME = re.compile(
    r"(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ы|ых)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|"
    r"(?:ук|юк|як)(?:а|у|ом|е)?|(?:ян|дзе|швили)(?:а|у)?)$"
)
_ROLES = (
    r"(?:доктор|врач|профессор|господин|госпож|гражданин|гражданк|медсест[рё]|медбрат|"
    r"фельдшер|"
    r"санитарк|пациент|больн(?:ой|ая|ого|ую|ому)|коллег|брат|сест[рё]|сын|доч|мат(?:ь|ери|ушк)|"
    r"от(?:ец|ца|цу)|"
    r"муж|жен|внук|внучк|бабушк|дедушк|сосед|водител|соцработник|племянни|тёт|дяд|двоюродн|"
    r"крёстн|свекров|"
    r"тёщ|тест|зят|невестк|вдов|опекун|волонтёр|подруг|друг|зовут|зовёт|звать|им(?:я|ени)|написал|"
    r"встретил|встреча|подпис|священник|батюшк|имам|мулл|г-н|г-ж|шофёр|шофер|дед|баб[аеыу]|бабк|"
    r"прабабушк|прадед|кум[аеу]?\b|провизор|аптекар|акушерк|терапевт|онколог|"
    r"психолог|сиделк|учител|старик|старух|стар(?:ый|ого|ому|ая|ой|ую)|покойн|умерш|супруг|"
    r"чет[аеыу]|сем(?:ья|ье|ью|ьи|ьёй|ьей)|близнец|"
    r"малыш|ребён|ребен|девочк|мальчик|девушк|юнош|познакомил|знаком|спросил|попросил|просил|"
    r"навестил|"
    r"посетил|поблагодарил|позвал|увидел|выслушал|обратил|помогал|ухажива|по фамилии|фамили|"
    r"псевдоним|"
    r"родител|бабул|тётушк|дядюшк|учени[кц]|школьни[кц]|почтальон|продавщиц|председател|старост|"
    r"рыбак|пастух|чабан|доярк|нян[яеию]|нотариус|снох|золовк|шурин|прабабк|внучат|жених|"
    r"бывш(?:ий|ая|его|ую)|заведующ|главврач|ординатор|хирург|невролог|педиатр|гематолог|"
    r"патологоанатом|лаборант|регистратор|диспетчер|интерн|стажёр|переводчи[кц]|секретар|"
    r"отчим|мачех|падчериц|пасынок|сват(?:а|у|ь|ья)?\b|одноклассни[кц]|соседк|"
    r"спросите|позвоните|выписал|осмотрел|госпитализировал|похоронил|проводил|научил|успокоил|"
    r"накормил|"
    r"разбудил|уговорил|передайте|скажите|сообщите|напишите|попросите|предупредите|звоните|"
    r"псаломщик|матушк|мулл|апа|ата|аксакал|байбиче|на имя)"
)
_ROLE = re.compile(
    rf"(?<!\w){_ROLES}[а-яё]*(?:[ ,:(«]|\s(?:её|его|нашего|нашей|к|с|у|мы|я)\s)*$",
    re.IGNORECASE,
)
_ROLE_WORD = re.compile(rf"{_ROLES}[а-яё]*$", re.IGNORECASE)
_NOT = re.compile(
    r"(?:имени|им\.|болезн[а-я]+|синдром[а-я]*|хоре[а-я]+|лимфом[а-я]+|саркома|саркомы|"
    r"индекс[а-я]*|"
    r"шкал[а-я]+|улиц[а-я]+|ул\.|деревн[а-я]+|город[а-я]*|г\.|остров[а-я]*|долин[а-я]+|"
    r"област[а-я]+|"
    r"район[а-я]*|(?<!\w)(?:в|во|из|на|под|около))\s*$",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r",\s(?:(?:наш|мой|её|его|моя|наша)[а-я]*\s\w+|\d{1,2}\s(?:лет|год|мес)|\d{4}\s?г\.?\s?р)|"
    r"\s\(\d{1,2}\s(?:лет|год)"
)
_ACTS = re.compile(
    r"\s(?:больше\s|уже\s|снова\s|тихо\s|всё\s|ещё\s|не\s){0,2}(?:сказал|говорил|говорит|"
    r"попросил|просил|просит|умер|скончал|плакал|плачет|отказал|"
    r"переста|живёт|живет|жил|хотел|хочет|написал|рассказал|рассказыва|ответил|отвеча|заболел|"
    r"проснул|упал|лежит|лежал|спит|спал|"
    r"пришёл|пришел|пришла|приехал|обратил|боит|боял|улыба|замолчал|верит|молит|согласил|"
    r"жалу)[а-яё]*"
)
"""What only a person does."""
_LIVES = re.compile(
    r"\s(?:больше\s|уже\s|снова\s|тихо\s|всё\s|ещё\s|почти\s|не\s|ничего\s){0,3}(?:спит|спал|"
    r"умер|скончал|"
    r"плач|плакал|лежит|лежал|ест\s|ела?\s|пь[её]т|пил[аи]?\s|ходит|ходил|живёт|живет|"
    r"жил[аи]?\s|жалу|боит|боял|"
    r"стонет|стонал|кашля|рвёт|молит|улыба|шепч|шепта|просыпа|глота|может\s(?:глотать|ходить|"
    r"есть|спать|говорить)|"
    r"родил|овдовел|слёг|слегла|весит|устал|похудел|терпит|терпел|мечта)[а-яё]*"
)
"""What a body does: enough for an unknown word that begins its sentence."""
_STARTS = re.compile(
    r"^(?:никто|все|всё|он|она|они|оно|кто|что|каждый|многие|некоторые|люди|дети|потом|сейчас|"
    r"теперь|ночью|днём|"
    r"утром|вечером|дома|там|здесь|тут|так|ещё|уже|больше|почти|не|вчера|сегодня|снова|опять|"
    r"тихо|всегда|никогда|"
    r"часто|редко|иногда|просто|пока|когда|если|где|который|которая|тот|та|этот|эта|сам|сама|"
    r"один|одна|два|две|"
    r"три|боль|жизнь|смерть|ничего|мы|вы|я|ты|бывает|только|лишь|семья|соседи|родные|близкие|"
    r"сёстры|врачи|мало|"
    r"много|мужчина|женщина|человек|ребёнок|девушка|парень|мама|папа|мамаша|умирающ\w+|тяжел\w+|"
    r"половина|плохо|"
    r"деревня|село|посёлок|город|район|хорошо|долго|недавно|давно|поэтому|зато|однако|затем|"
    r"сначала|наконец|весной|летом|осенью|зимой|рядом|"
    r"\w+(?:ость|ения|ание|ения|ение|ция|ции|ники|тели|щие|ются|ется))$",
    re.IGNORECASE,
)
_SURE_APPOSITION = re.compile(
    r"\s?[,(]\s?(?:\d{1,2}\s?(?:лет|год|мес|[,)])|(?:наш|мой|её|его|моя|наша)[а-я]*\s(?:мат|"
    r"от[ец]|муж|жен|сын|доч|"
    r"сестр|брат|бабушк|дед|тёт|дяд|сосед|племянни|внук|внучк|подруг|друг|коллег|пациент|больн))|"
    r"\s[—–-]\s(?:её|его|моя|мой|наша|наш)\s(?:мать|муж|жена|сын|дочь|сестра|брат|соседка|сосед|"
    r"внук|внучка)"
)
_FEMALE = re.compile(r"(?:ова|ева|ёва|ина|ская|цкая)$")
_GIVEN = re.compile(rf"^(?:{any_of(GIVEN)})[а-яё]{{0,3}}$", re.IGNORECASE)
_WORD_TOO = re.compile(r"^(?:вер|надежд|роман|любов|марин|ро[зс])[а-яё]{0,3}$", re.IGNORECASE)
_NOBODY = re.compile(rf"^(?:{any_of(NOT_A_PERSON)})[а-яё-]*$", re.IGNORECASE)


def russian(text: str) -> Iterator[Finding]:
    for run in _RUN.finditer(text):
        start = run.start()
        words = [(m.start(), m[0]) for m in re.finditer(rf"{_WORD}|[А-ЯЁ]\.", run[0])]
        before = text[max(0, start - 40) : start]
        begins = not before.rstrip(" «(") or before.rstrip(" «(")[-1] in ".!?\n"
        if begins and len(words) > 1 and not _tells(words[0][1]):
            title = text[max(0, start - 40) : start + len(words[0][1])]
            if not (words[0][1].endswith(".") or _SURNAME.search(words[0][1])):
                start += words[1][0]
                words, before, begins = words[1:], title + " ", False
        if any(_NOBODY.match(word) for _, word in words):
            continue
        if _someone(text, run.end(), [word for _, word in words], before, begins=begins):
            yield Finding(start, run.end(), Type.NAME)
            beside = re.compile(rf"\s(?:и|с)\s({_WORD}(?:\s{_WORD})?)").match(text, run.end())
            if beside and not _NOBODY.match(beside[1]):
                yield Finding(beside.start(1), beside.end(1), Type.NAME)


def _tells(word: str) -> bool:
    return bool(_GIVEN.match(word) or _PATRONYMIC.search(word))


def _may_begin(word: str) -> bool:
    """Whether a sentence’s first word may be a name: no kinship, no pronoun, no adverb."""
    return not (_STARTS.match(word) or _ROLE_WORD.match(word)) and len(word) > 3


def _someone(text: str, end: int, words: list[str], before: str, *, begins: bool) -> bool:
    full = [word for word in words if not word.endswith(".")]
    if any(_PATRONYMIC.search(word) and len(word) > 6 for word in full):
        return True
    if _NOT.search(before):
        return False
    if len(full) < len(words) and full and not begins:
        return True
    if _ROLE.search(before) or _APPOSITION.match(text, end):
        return True
    if full and (not begins or _may_begin(full[0])) and _SURE_APPOSITION.match(text, end):
        return True
    if full and not begins and _ACTS.match(text, end):
        return True
    if len(full) == 1 and begins and _may_begin(full[0]) and _LIVES.match(text, end):
        return True
    between_commas = before.endswith(", ") and text[end : end + 1] == ","
    if len(full) == 1 and between_commas and _FEMALE.search(full[0]):
        return True
    given = [word for word in full if _GIVEN.match(word)]
    surnames = [word for word in full if _SURNAME.search(word) and len(word) > 4]
    if given and (len(full) > 1 or not begins or not _WORD_TOO.match(given[0])):
        return True
    return len(full) > 1 and bool(surnames) and not begins
