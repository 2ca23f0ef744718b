"""Names of persons in Russian, Arabic and Chinese, each by its script's own habits.

Russian declines names and has patronymics; Arabic has no capitals, so that titles, kinship and
family names beginning with the article must tell; Chinese puts a surname of a short list first
and a title or a kinship beside it. Imports no Django.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.lists import (
    AR_GIVEN,
    AR_UNSURE,
    RU_GIVEN,
    RU_NOT_A_PERSON,
    ZH_DOUBTFUL,
    ZH_GIVEN,
    ZH_SURNAMES,
    ZH_TWO,
)
from talanoa.cases.guard.scripts import any_of, words

# Russian ------------------------------------------------------------------------------------

_RU_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_RU_RUN = re.compile(
    rf"(?:(?:[А-ЯЁ]\.\s?){{1,2}}\s?{_RU_WORD}|{_RU_WORD}(?:\s{_RU_WORD})*(?:\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?)?)"
)
_RU_PATRONYMIC = re.compile(
    r"(?:(?:ович|евич|ьич|мич)(?:а|у|ем|е)?|(?:овн|евн|ичн)(?:а|ы|е|у|ой)|оглы|кызы)$"
)
_RU_SURNAME = re.compile(
    r"(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ы|ых)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|"
    r"(?:ук|юк|як)(?:а|у|ом|е)?|(?:ян|дзе|швили)(?:а|у)?)$"
)
_RU_ROLE = re.compile(
    r"(?<!\w)(?:доктор|врач|профессор|господин|госпож|гражданин|гражданк|медсест[рё]|медбрат|фельдшер|"
    r"санитарк|пациент|больн(?:ой|ая|ого|ую|ому)|коллег|брат|сест[рё]|сын|доч|мат(?:ь|ери|ушк)|от(?:ец|ца|цу)|"
    r"муж|жен|внук|внучк|бабушк|дедушк|сосед|водител|соцработник|племянни|тёт|дяд|двоюродн|крёстн|свекров|"
    r"тёщ|тест|зят|невестк|вдов|опекун|волонтёр|подруг|друг|зовут|зовёт|звать|им(?:я|ени)|написал|"
    r"встретил|подпис|священник|батюшк|г-н|г-ж)[а-яё]*(?:[ ,:(«]|\s(?:её|его|нашего|нашей)\s)*$",
    re.IGNORECASE,
)
_RU_NOT = re.compile(
    r"(?:имени|им\.|болезн[а-я]+|синдром[а-я]*|хоре[а-я]+|лимфом[а-я]+|саркома|саркомы|индекс[а-я]*|"
    r"шкал[а-я]+|улиц[а-я]+|ул\.|деревн[а-я]+|город[а-я]*|г\.|остров[а-я]*|долин[а-я]+|област[а-я]+|"
    r"район[а-я]*|(?<!\w)(?:в|во|из|на|под|около))\s*$",
    re.IGNORECASE,
)
_RU_APPOSITION = re.compile(r",\s(?:наш|мой|её|его|моя|наша)[а-я]*\s\w+")
_RU_GIVEN = re.compile(rf"^(?:{any_of(RU_GIVEN)})[а-яё]{{0,3}}$", re.IGNORECASE)
_RU_WORD_TOO = re.compile(r"^(?:вер|надежд|роман|любов|марин|ро[зс])[а-яё]{0,3}$", re.IGNORECASE)
_RU_NOBODY = re.compile(rf"^(?:{any_of(RU_NOT_A_PERSON)})[а-яё-]*$", re.IGNORECASE)


def russian(text: str) -> Iterator[Finding]:
    for run in _RU_RUN.finditer(text):
        start = run.start()
        words = [(m.start(), m[0]) for m in re.finditer(rf"{_RU_WORD}|[А-ЯЁ]\.", run[0])]
        before = text[max(0, start - 40) : start]
        begins = not before.rstrip(" «(") or before.rstrip(" «(")[-1] in ".!?\n"
        if begins and len(words) > 1 and not _ru_tells(words[0][1]):
            title = text[max(0, start - 40) : start + len(words[0][1])]
            if not (words[0][1].endswith(".") or _RU_SURNAME.search(words[0][1])):
                start += words[1][0]
                words, before, begins = words[1:], title + " ", False
        if any(_RU_NOBODY.match(word) for _, word in words):
            continue
        if _ru_someone(text, run.end(), [word for _, word in words], before, begins=begins):
            yield Finding(start, run.end(), Type.NAME)
            beside = re.compile(rf"\s(?:и|с)\s({_RU_WORD}(?:\s{_RU_WORD})?)").match(text, run.end())
            if beside and not _RU_NOBODY.match(beside[1]):
                yield Finding(beside.start(1), beside.end(1), Type.NAME)


def _ru_tells(word: str) -> bool:
    return bool(_RU_GIVEN.match(word) or _RU_PATRONYMIC.search(word))


def _ru_someone(text: str, end: int, words: list[str], before: str, *, begins: bool) -> bool:
    full = [word for word in words if not word.endswith(".")]
    if any(_RU_PATRONYMIC.search(word) and len(word) > 6 for word in full):
        return True
    if _RU_NOT.search(before):
        return False
    if len(full) < len(words) and full and not begins:
        return True
    if _RU_ROLE.search(before) or _RU_APPOSITION.match(text, end):
        return True
    given = [word for word in full if _RU_GIVEN.match(word)]
    surnames = [word for word in full if _RU_SURNAME.search(word) and len(word) > 4]
    if given and (len(full) > 1 or not begins or not _RU_WORD_TOO.match(given[0])):
        return True
    return len(full) > 1 and bool(surnames) and not begins


# Arabic -------------------------------------------------------------------------------------

_AR_TOKEN = re.compile(r"[\u0620-\u065f\u0670-\u06d3]+")
_AR_TITLES = words(
    "السيد السيدة سيد سيدة الدكتور الدكتورة دكتور دكتورة الأستاذ الأستاذة الآنسة الشيخ الشيخة "
    "الحاج الحاجة المهندس المهندسة البروفيسور الأب الأخ الأخت القس"
)
_AR_ROLES = words(
    "مريضتي مريضي المريض المريضة الممرض الممرضة زميلي زميلتي أخيها أخوها أخيه أخوه أختها أخته "
    "ابنه ابنها ابنته ابنتها زوجته زوجها زوجي أمه أمها أبوه أبوها والدته والده جارته جاره "
    "السائق اسمها اسمه اسمي يدعى تدعى إلى التقينا رأينا قابلنا حفيده حفيدته عمه خاله صديقه "
    "المتطوع المتطوعة الأخصائي الأخصائية باسم بتوقيع وبتوقيع توقيع وقعه وقعها خالته خالتها "
    "عمته عمتها ابنة ابن كنتها صهره الخالة الخال العم العمة الجدة الجد قريبه قريبتها"
)
_AR_KIN = words(
    "أختها أخته أخيها أخيه أخوها أخوه ابنه ابنها ابنته ابنتها زوجته زوجها أمه أمها جارته جاره "
    "خالته خالتها عمته عمتها اسمها اسمه زميلي زميلتي السائق الخالة العمة العم الخال"
)
_AR_PLACES = words(
    "مستشفى شارع مدينة جامعة مركز الملك الأمير ميناء مطار حي قرية مسجد كلية معهد جبل وادي "
    "سرطان داء مرض متلازمة ساركوما لمفوما مقياس وزارة منظمة مجلس قانون"
)
_AR_NOT_A_FAMILY = words(
    "الصحة الوزراء الوطنية الوطني العامة العام العامل المدير الرئيس المريض المريضة المسؤول "
    "المسؤولة الممرضة الممرض الأولى الأول الثانية الثاني الزوجة الزوج الدعم البيت المستشفى "
    "العيادة الألم المورفين التي الذي الذين اللاتي الآن اليوم"
)
_AR_LINKS = words("بن بنت ابن أبو أم آل أبي")


def arabic(text: str) -> Iterator[Finding]:
    tokens = [(m.start(), m.end(), m[0]) for m in _AR_TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        length = _ar_name(text, tokens, at)
        if length:
            start = tokens[at][0]
            if tokens[at][2] not in AR_GIVEN and tokens[at][2][0] in "وفبلك":
                start += tokens[at][2][1:] in AR_GIVEN
            yield Finding(start, tokens[at + length - 1][1], Type.NAME)
        at += length or 1


def _ar_name(text: str, tokens: list[tuple[int, int, str]], at: int) -> int:
    """How many tokens from ``at`` on are a name; 0 when none is."""
    word = tokens[at][2]
    before = tokens[at - 1][2] if at and _ar_adjoins(text, tokens, at) else ""
    if before in _AR_PLACES or (before.startswith("و") and before[1:] in _AR_PLACES):
        return 0
    given = _ar_given(word)
    family = 0
    if given or before.lstrip("و") in _AR_TITLES | _AR_ROLES or word in _AR_LINKS:
        family = _ar_family(text, tokens, at)
    if before in _AR_TITLES or before.removeprefix("و") in _AR_TITLES:
        return 1 + family if word not in _AR_NOT_A_FAMILY and word not in _AR_TITLES else 0
    if before in _AR_ROLES and (given or word in {"أم", "أبو"}):
        return 1 + family
    if before in _AR_KIN and _ar_ends(text, tokens, at) and not word.startswith(("ال", "و", "في")):
        return 1
    if word in {"عبد"} and family:
        return 1 + family
    if not given:
        return 0
    unsure = (word if word in AR_GIVEN else word[1:]) in AR_UNSURE
    return 1 + family if family or not unsure or _ar_acts(text, tokens, at) else 0


def _ar_acts(text: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    """Whether a word begins its sentence and a verb of the present follows."""
    begins = text[: tokens[at][0]].rstrip(' «"')[-1:] in {"", ".", "؟", "!", "\n", "؛"}
    return begins and at + 1 < len(tokens) and tokens[at + 1][2][0] in "يت"


def _ar_ends(text: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    return text[tokens[at][1] :].lstrip()[:1] in {"", ".", "،", "؛", ")", "»"}


def _ar_given(word: str) -> bool:
    return word in AR_GIVEN or (word[0] in "وفبلك" and word[1:] in AR_GIVEN)


def _ar_family(text: str, tokens: list[tuple[int, int, str]], at: int) -> int:
    """How many tokens after ``at`` belong to its name: links, given names and ال… family names."""
    count = 0
    while at + count + 1 < len(tokens) and count < 4:
        if not _ar_adjoins(text, tokens, at + count + 1):
            break
        word = tokens[at + count + 1][2]
        linked = tokens[at + count][2] in _AR_LINKS | {"عبد"}
        if word in _AR_LINKS or word in AR_GIVEN or linked:
            count += 1
        elif word.startswith(("ال", "بل", "بو")) and len(word) > 4:
            return count + (word not in _AR_NOT_A_FAMILY)
        else:
            break
    return count


def _ar_adjoins(text: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    return text[tokens[at - 1][1] : tokens[at][0]] in {" ", "\u00a0", ": ", " «"}


# Chinese ------------------------------------------------------------------------------------

_ZH_SURNAME = rf"(?:{any_of(ZH_TWO)}|[{ZH_SURNAMES}])"
_ZH_TITLE = (
    r"(?:先生|女士|小姐|太太|夫人|医生|大夫|护士长|护士|教授|主任|老师|院长|书记|同志|大爷|大妈|爷爷|"
    r"奶奶|阿姨|叔叔|大娘|大叔|大伯|伯伯|婆婆|姥姥|外婆|师母|大嫂|大姐|大哥|神父|牧师|师傅|药师)"
)
_ZH_ROLE = (
    r"(?:病人|患者|病患|名叫|叫做|叫|姓名[::]|名字|名字是|护士长|护士|医生|司机|社工|志愿者|妻子|丈夫|"
    r"儿子|女儿|侄女|侄子|外甥女?|表[姐妹兄弟哥]|堂[姐妹兄弟哥]|儿媳|女婿|保姆|护工|签名是|署名|寡妇|老人|孙子|孙女|同事|母亲|父亲|弟弟|妹妹|哥哥|姐姐|邻居|朋友|写信给|遇到|联系人|和|与|及)"
)
_ZH_AFTER = (
    r"(?=[,，。;；、::!！?？\s(（)）·]|$|的|家|在|是|和|与|从|于|说|把|将|提供|已|也|今年|因|去|来|每|又|就|"
    r"一直|用|经|女士|先生|患|自|昨|陪|送|带|觉得|认为|需要|开始|拿)"
)
_ZH_CHAR = r"[\u4e00-\u9fff]"
_ZH_SHAPES = (
    # 王秀兰女士, 司徒文教授
    re.compile(rf"(?<!有)({_ZH_SURNAME}{_ZH_CHAR}{{0,2}}?){_ZH_TITLE}"),
    # 护士长赵丽华, 同事小周
    re.compile(
        rf"{_ZH_ROLE}((?:{_ZH_SURNAME}{_ZH_CHAR}{{1,2}}?|[小老阿][{ZH_SURNAMES}])){_ZH_AFTER}"
    ),
    # 谭志远和贺兰兰
    re.compile(rf"(?<=[{ZH_GIVEN}]和)({_ZH_SURNAME}[{ZH_GIVEN}]{{1,2}}){_ZH_AFTER}"),
    # 阿依古丽·买买提
    re.compile(rf"({_ZH_CHAR}{{2,6}}?[·•]{_ZH_CHAR}{{2,6}}?)(?=[,，。、\s的在是和]|{_ZH_AFTER})"),
    # 李强从周日…: at the beginning of a clause, of characters that are common in names
    re.compile(
        rf"(?:^|(?<=[,，。;；::!！?？\n”]))((?:{any_of(ZH_TWO)}|(?![{ZH_DOUBTFUL}])[{ZH_SURNAMES}])"
        rf"[{ZH_GIVEN}]{{1,2}}){_ZH_AFTER}"
    ),
)
_ZH_NOBODY = re.compile(
    r"^(?:王国|张床|方面|高血|安宁|平均|全国|金额|白天|黄疸|周[一二三四五六日]|何时|江[南北]|钱款|管理|"
    r"方法|高龄|安全|成人|马上|任何|有关|白血|段时|史|和|张口|时|田间|陆续|万)"
)


def chinese(text: str) -> Iterator[Finding]:
    for shape in _ZH_SHAPES:
        for match in shape.finditer(text):
            if not _ZH_NOBODY.match(match[1]):
                yield Finding(match.start(1), match.end(1), Type.NAME)
