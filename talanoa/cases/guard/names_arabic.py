"""Names of persons in Arabic, which has no capitals: what stands around a name must tell.

Titles and kinship before it; the kunya (أبو، أم), the nasab (بن، بنت، آل) and عبد ال… within it;
common given names; family names, which mostly begin with the article and end in ـي; verbs of
meeting, of asking and of writing. What is written with or without hamza and vowel signs is one
word here. Imports no Django.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.given_arabic import FAMILIES, GIVEN, UNSURE
from talanoa.cases.guard.scripts import words

_TOKEN = re.compile(r"[\u0620-\u065f\u0670-\u06d3]+")
_SIGNS = "\u0640\u0670" + "".join(map(chr, range(0x64B, 0x660)))
_ALIKE = str.maketrans("أإآٱؤ", "اااا\u0648", _SIGNS)
_JOINED = "وفبلك"
"""Small words that Arabic writes together with the next: and, so, with, to, like."""


def _folded(*texts: str) -> frozenset[str]:
    return words(*(text.translate(_ALIKE) for text in texts))


_GIVEN, _FAMILIES, _UNSURE = (
    frozenset(name.translate(_ALIKE) for name in names) for names in (GIVEN, FAMILIES, UNSURE)
)
_TITLES = _folded(
    "السيد السيدة سيد سيدة السيدان السيدين الدكتور الدكتورة دكتور دكتورة الأستاذ الأستاذة الآنسة "
    "الشيخ الشيخة الحاج الحاجة المهندس المهندسة البروفيسور الأب الأخ الأخت القس الراهبة الراهب "
    "المرحوم المرحومة الفقيد الفقيدة العم العمة الخال الخالة الكابتن الست لالة سيدي مولاي "
    "الملا الأم الأخوة الأخوين آل المدعو المدعوة الملقب الملقبة"
)
_ROLES = _folded(
    "مريضتي مريضي مريضنا مريضتنا المريض المريضة الممرض الممرضة الطبيب الطبيبة الصيدلي الصيدلانية "
    "القابلة المسعف المسعفة المعلم المعلمة الإمام زميلي زميلتي زميلنا زميلتنا أخيها أخوها أخيه "
    "أخوه أختها أخته ابنه "
    "ابنها ابنته ابنتها زوجته زوجها زوجتي زوجي أمه أمها أبوه أبوها أبيه أبيها والدته والدتها "
    "والده والدها جارته جاره "
    "جارتها جارها جارنا جارتنا صديقتها صديقها السائق اسمها اسمه اسمي يدعى تدعى يسمى تسمى حفيده "
    "حفيدته حفيدها حفيدتها عمه عمها خاله خالها صديقه "
    "المتطوع المتطوعة الأخصائي الأخصائية الأخصائيان باسم بتوقيع وبتوقيع وقعه وقعها خالته خالتها "
    "عمته عمتها "
    "ابنة ابن كنته كنتها صهره صهرها حماته حماتها الجدة الجد قريبه قريبتها قريبها المرافق "
    "المرافقة العجوز المسن "
    "المسنة الأرملة الأرمل الطفل الطفلة الرضيع الرضيعة الشاب الشابة الفتى الفتاة المتوفى المتوفاة "
    "الوصي الوصية الحارس الخياطة شقيقه شقيقته شقيقها شقيقتها الزوجان الأخوان ولدها ولده"
)
_MEETING = _folded(
    "التقينا التقيت التقيتها رأينا رأيت قابلنا قابلت زرنا سألنا سألت أسأل عرفنا عرفت شكرنا "
    "راجعتنا راجعنا أدخلنا فحصنا نتابع عالجنا اتصلنا كلمنا أخبرنا أخبرت أوصت أوصى ودعنا"
)
"""Their object, if nothing common, is a person."""
_ADDRESSED = _folded("إلى الى على من عند مع لدى")
_ADDRESSING = _folded(
    "أرسلوا أرسل أرسلت ارسلوا ترسل كتبنا كتبت كتب تعرفت تعرفنا تحدثنا تحدثت وصلت العينات الرسالة "
    "سلموا سلمنا سلم أعطوا العناية عناية"
)
"""Before “to” or “with”, as in “send it to”, what follows is whom."""
_KIN = _folded(
    "أختها أخته أخيها أخيه أخوها أخوه ابنه ابنها ابنته ابنتها زوجته زوجها أمه أمها جارته جاره "
    "خالته خالتها عمته عمتها اسمها اسمه زميلي زميلتي زميلنا زميلتنا السائق الخالة العمة العم الخال "
    "حفيدها حفيدته حفيدتها حفيده جارنا جارتنا شقيقها شقيقتها شقيقه شقيقته يدعى تدعى صهرها صهره "
    "كنتها"
)
_SAYING = _folded(
    "قال قالت يقول تقول تشكو يشكو تبكي يبكي طلب طلبت تطلب يطلب رفض رفضت ترفض يرفض توفي توفيت مات "
    "ماتت تسكن يسكن تعيش يعيش تخاف يخاف بلغت بلغ تحفظ نام تنام ينام وافق وافقت أصيب أصيبت أدخل "
    "دخلت "
    "بكت بكى تتألم يتألم كانت وعمره وعمرها ابنة ابن البالغ البالغة"
)
_SEEN_AS_PLACE = _folded(
    "مستشفى مشفى شارع مدينة جامعة مركز الملك الملكة الأمير الأميرة ميناء مطار حي قرية مسجد جامع "
    "كلية معهد "
    "جبل وادي محافظة ولاية إقليم منطقة بلدة سرطان داء مرض متلازمة ساركوما لمفوما مقياس مؤشر وزارة "
    "منظمة مجلس قانون جمعية مؤسسة صندوق بنك دار سد بحر نهر جزيرة خليج رأس حزب لجنة شركة دولة "
    "جمهورية "
    "مملكة سلطنة إمارة بنات عين بئر تل جين ماتشادو كروتزفيلد نيمان"
)
_NOT_A_FAMILY = _folded(
    "الشخصي الشخصية السري العادي اليدوي الإضافي الأساسي النهائي الأولي الثانوي الابتدائي العالي "
    "الداخلي الخارجي "
    "الصحة الوزراء الوطنية الوطني العامة العام العامل المدير الرئيس المريض المريضة المسؤول "
    "المسؤولة الممرضة الممرض الأولى الأول الثانية الثاني الزوجة الزوج الدعم البيت المستشفى "
    "العيادة الألم المورفين التي الذي الذين اللاتي اللواتي الآن اليوم الطبي الصحي المركزي المحلي "
    "الحكومي الخيري الإسلامي العربي الدولي الجامعي الرسمي السنوي الشهري اليومي الليلي المنزلي "
    "التلطيفي الكيميائي الإشعاعي الشعاعي الجراحي النفسي الاجتماعي الإداري المالي القانوني العصبي "
    "العظمي الرئوي الكلوي الكبدي الهضمي الدموي القلبي الوريدي الفموي الماضي الحالي التالي الثدي "
    "الوادي الأهالي الأراضي الباقي الوعي السعي الرأي الوحي الحي الشرقي الغربي الشمالي الجنوبي "
    "الوحيد الوحيدة الكبير الكبيرة الصغير الصغيرة الشديد الشديدة الأخير الأخيرة القادم القادمة "
    "الماضية السابق السابقة الحكومة الدولة الأسرة العائلة الطفل الطفلة الجلسة البرنامج المرضى"
)
_COMMON = _folded(
    "مريض مريضة مرضى رجل امرأة سيدة شاب شابة طفل طفلة أطفال فتاة فتى عائلة أسرة أم أب أرملة أرمل "
    "حالة "
    "حالات قسم فريق طبيب طبيبة أطباء ممرض ممرضة ممرضات زوج زوجة ابن ابنة أخ أخت جار جارة شخص "
    "أشخاص ناس "
    "مدير مديرة وزير وزارة مستشفى مركز عيادة دار مشكلة طريقة تجربة برنامج مشروع علاج دواء مورفين "
    "ألم "
    "في من إلى الى على عن مع عند عندما لدى قبل بعد منذ خلال حتى أن إن أنها أنه لأن لكن أو ثم قد "
    "لم لن لا ما هل كل بعض "
    "قادر قادرة قادرين غير أكثر أقل هذا هذه ذلك تلك هو هي هم نحن كان كانت يكون تكون ليس ليست وهو "
    "وهي وهم بين تحت فوق دون "
    "بدون مثل كما حيث إذا كيف متى أين ماذا لماذا أيضا فقط جدا واحد واحدة اثنان ثلاثة ثلاث أربعة "
    "خمسة ستة "
    "سبعة ثمانية تسعة عشرة مئة ألف أحد إحدى آخر أخرى أول كبير كبيرة صغير صغيرة جديد جديدة قديم "
    "قديمة "
    "مسن مسنة مصاب مصابة متقاعد متقاعدة خبير خبيرة خبراء موظف موظفة سائق متطوع معلم معلمة بحضور "
    "بسبب "
    "يعاني تعاني يحتاج تحتاج يتلقى تتلقى يأخذ تأخذ يرفض ترفض يعيش تعيش يسكن تسكن لدينا لديه "
    "لديها عنده عندها "
    "لدي رمز رموز عنوان عناوين بريد رفع خفض حسب نظام ملف رقم نوع مستوى نسبة فترة مدة تاريخ وقت "
    "يوم شهر سنة "
    "عام إلكتروني إلكترونية دواء جرعة حقنة قرص أقراص مئات آلاف القادر معه معها له لها به بها فيه "
    "فيها منه منها عليه عليها إليه إليها"
)
_WITHIN = _folded("بن بنت ابن أبو أم آل أبي أبا ولد")
_AND_NOT_OR = _folded("ظبي درمان القرى الدم الفحم الحمام الخير")
"""After أبو or أم these make a place or a thing."""


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str
    """As it is compared: without vowel signs, each hamza alike."""


def arabic(text: str) -> Iterator[Finding]:
    tokens = [_Token(m.start(), m.end(), m[0].translate(_ALIKE)) for m in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        length = _length_of_name(text, tokens, at)
        if length:
            start = tokens[at].start
            if tokens[at].word not in _GIVEN and tokens[at].word[1:] in _GIVEN:
                start += 1
            yield Finding(start, tokens[at + length - 1].end, Type.NAME)
        at += length or 1


def _length_of_name(text: str, tokens: list[_Token], at: int) -> int:
    """How many tokens from ``at`` on are a name; 0 when none is."""
    word = tokens[at].word
    before = _bare(tokens[at - 1].word) if at and _adjoins(text, tokens, at) else ""
    if at and before in {"د", "ا", "م"} and text[tokens[at - 1].end] == ".":
        before = "الدكتور"
    if before in _SEEN_AS_PLACE or word in _SEEN_AS_PLACE:
        return 0
    given = _is_given(word)
    more = _rest(text, tokens, at)
    if before in _TITLES:
        return 1 + more if word not in _NOT_A_FAMILY | _TITLES | _COMMON else 0
    if word == "عبد" or word.startswith("عبدال"):
        return 1 + more if more or word != "عبد" else 0
    if word in _WITHIN and (kunya := _kunya(text, tokens, at, before)):
        return kunya
    introduced = before in _ROLES or _is_met(text, tokens, at, before)
    if introduced and given:
        return 1 + more
    if introduced and _may_be_a_name(word):
        if more or _has_family(text, tokens, at):
            return 1 + max(more, 1)
        if (before in _KIN or before not in _ROLES) and _ends(text, tokens, at):
            return 1
    if given and (
        more
        or _own(word) not in _UNSURE
        or _acts(text, tokens, at)
        or _is_told_of(text, tokens, at)
    ):
        return 1 + more
    # No article, and then one: a noun would have both, or be of something.
    if _may_be_a_name(word) and word[-1] not in "يه" and _has_nisba(text, tokens, at):
        return 2
    if before in {"عائلة", "اسرة", "بيت"} and (_is_nisba(word) or word in _FAMILIES):
        return 1
    if _is_of_a_nasab(text, tokens, at):
        return 1 + more
    return 0


def _rest(text: str, tokens: list[_Token], at: int) -> int:
    """How many tokens after ``at`` belong to its name: links, given and family names."""
    count = 0
    while at + count + 1 < len(tokens) and count < 4:
        if not _adjoins(text, tokens, at + count + 1):
            break
        word, last = tokens[at + count + 1].word, tokens[at + count].word
        linked = last in _WITHIN | {"عبد"}
        if word in _WITHIN or word == "عبد" or word in _GIVEN or word in _FAMILIES or linked:
            count += 1
        elif word.startswith(("ال", "بل", "بو")) and len(word) > 4:
            sure = count or (_is_given(tokens[at].word) and _own(tokens[at].word) not in _UNSURE)
            return count + bool((sure or _is_nisba(word)) and word not in _NOT_A_FAMILY)
        else:
            break
    if count and tokens[at + count].word in _WITHIN | {"عبد"}:
        count -= 1  # a link that joins nothing
    return count


def _kunya(text: str, tokens: list[_Token], at: int, before: str) -> int:
    """“Father of” and “mother of” somebody, by which people are called; 0 where it is none."""
    word = tokens[at].word
    if at + 1 >= len(tokens) or not _adjoins(text, tokens, at + 1):
        return 0
    following = tokens[at + 1].word
    if following in _AND_NOT_OR | _COMMON | _NOT_A_FAMILY or (
        word == "ام" and following[0] in "لب"
    ):
        return 0
    is_certain = word in {"ابو", "ابا", "ال"} or following in _GIVEN or before in _TITLES | _ROLES
    if word == "ام" and not is_certain:
        is_certain = _begins(text, tokens, at)
    if word in {"ابن", "بنت", "بن", "ولد"}:
        is_certain = following in _GIVEN
    return 1 + max(1, _rest(text, tokens, at)) if is_certain else 0


def _is_met(text: str, tokens: list[_Token], at: int, before: str) -> bool:
    """Whether a verb of meeting stands before, or one of sending with its “to”."""
    if before in _MEETING:
        return True
    if before not in _ADDRESSED or at < 2:
        return False
    return any(
        _bare(tokens[back].word) in _ADDRESSING for back in range(max(0, at - 4), at - 1)
    ) and not re.search(r"[.،؛:؟!]", text[tokens[max(0, at - 2)].end : tokens[at].start])


def _may_be_a_name(word: str) -> bool:
    """Not common, without the article, and no word with another joined to it."""
    bare = _bare(word)
    plain = word not in _COMMON and bare not in _COMMON | _TITLES | _ROLES | _SEEN_AS_PLACE
    joined = word.startswith(("وال", "بال", "كال", "فال")) or word.endswith(
        ("هم", "كم", "نا", "ها")
    )
    return plain and not bare.startswith("ال") and not joined and len(word) > 2


def _has_family(text: str, tokens: list[_Token], at: int) -> bool:
    if at + 1 >= len(tokens) or not _adjoins(text, tokens, at + 1):
        return False
    return _has_nisba(text, tokens, at) or tokens[at + 1].word in _FAMILIES


def _has_nisba(text: str, tokens: list[_Token], at: int) -> bool:
    follows = at + 1 < len(tokens) and _adjoins(text, tokens, at + 1)
    return follows and _is_nisba(tokens[at + 1].word)


def _is_nisba(word: str) -> bool:
    """A family's name of the kind التميمي, and no common word that ends like one."""
    return (
        word.startswith("ال") and word.endswith("ي") and len(word) > 5 and word not in _NOT_A_FAMILY
    )


def _is_of_a_nasab(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether somebody's son or daughter, of names that no list has: مقداد بن وهب."""
    if at + 2 >= len(tokens) or tokens[at + 1].word not in {"بن", "بنت", "ولد"}:
        return False
    adjoin = _adjoins(text, tokens, at + 1) and _adjoins(text, tokens, at + 2)
    return adjoin and _may_be_a_name(tokens[at].word) and tokens[at + 1].word == "بن"


def _is_told_of(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether what follows is said of a person: an age in brackets, a verb, “, she …”."""
    after = text[tokens[at].end : tokens[at].end + 24]
    if re.match(r"\s?[(،]\s?(?:\d{1,3}\s(?:سنة|عاما|عام)|وهي|وهو|البالغ|عمره)", after):
        return True
    return (
        at + 1 < len(tokens) and _adjoins(text, tokens, at + 1) and tokens[at + 1].word in _SAYING
    )


def _acts(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether a word begins its sentence and a verb of the present follows."""
    follows = at + 1 < len(tokens) and tokens[at + 1].word[0] in "يت"
    return follows and _begins(text, tokens, at)


def _begins(text: str, tokens: list[_Token], at: int) -> bool:
    return text[: tokens[at].start].rstrip(' «"(')[-1:] in {"", ".", "؟", "!", "\n", "؛", ":"}


def _ends(text: str, tokens: list[_Token], at: int) -> bool:
    return text[tokens[at].end : tokens[at].end + 3].lstrip()[:1] in {
        "",
        ".",
        "،",
        "؛",
        ")",
        "»",
        ":",
    }


def _is_given(word: str) -> bool:
    return _own(word) in _GIVEN and word not in _COMMON


def _own(word: str) -> str:
    """The name in a word, without the small word that is joined to it."""
    return word if word in _GIVEN or word[0] not in _JOINED else word[1:]


def _bare(word: str) -> str:
    """Without “and” or “so”, and with للـ as ال."""
    word = word[1:] if len(word) > 4 and word[0] in "وف" else word
    return "ال" + word[2:] if word.startswith("لل") else word


def _adjoins(text: str, tokens: list[_Token], at: int) -> bool:
    between = text[tokens[at - 1].end : tokens[at].start]
    return between in {" ", "\u00a0", ": ", " «", " (", "/", ". "} and (
        between != ". " or len(_bare(tokens[at - 1].word)) == 1
    )
