"""A rare condition among few people, or the only case of one. Imports no Django.

A sentence is enough to know somebody by where it tells of a rare disease on an island of 700, or
of the only child in a district who has what others do not. “The only hospice in the province” is
no person, and “the only child of a widow” has no illness.
"""

import re
from collections.abc import Iterator
from functools import partial

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.places import FOLK
from talanoa.cases.guard.scripts import any_of

_SOMEBODY = (
    r"child(?!\s(?:of|to)\s)|pupil|student|schoolchild|schoolboy|schoolgirl|boy|girl|woman|man|"
    r"adult|person|baby|infant|newborn|teenager|adolescent|youngster|villager|islander|resident|"
    r"inhabitant|family|teacher|farmer|fisherman|policeman|singer|priest|imam|"
    r"soldier|"
    r"driver|tailor|shopkeeper|ha?emophiliac|albino|amputee|paraplegic"
)
_QUELQUUN = (
    r"enfants?(?!\sd(?:e|’)\s?(?:une|la\sfamille))|élève|écolière?|fille(?:tte)?|garçon|femme|"
    r"homme|"
    r"personne|bébé|nourrisson|adolescente?|habitante?|adulte|étudiante?|collégien\w*|lycéen\w*|"
    r"villageoise?|insulaire|famille|instituteur|institutrice|pêcheur|drépanocytaire|"
    r"hémophile|"
    r"albinos|diabétique|épileptique|paraplégique|dialysée?|greffée?|trisomique"
)
_ALGUIEN = (
    r"niñ[oa]|alumn[oa]|estudiante|escolar|chic[oa]|muchach[oa]|mujer|hombre|persona|bebé|"
    r"adolescente|adult[oa]|habitante|vecin[oa]|familia|joven|"
    r"criança|alun[oa]|estudante|menin[oa]|rapaz|rapariga|moç[oa]|mulher|homem|pessoa|bebê|"
    r"jovem|morador[a]?|família|maestr[oa]|profesor[a]?|pescador|professor[a]?|"
    r"hemofílic[oa]|"
    r"albin[oa]|diabétic[oa]|epiléptic[oa]|trasplantad[oa]|transplantad[oa]|falciforme"
)
_RUSSIAN = (
    r"ребён|ребен|школьни|учени[кц]|девочк|мальчик|женщин|мужчин|человек|жител|студент|семь|"
    r"учител|рыбак|пастух|диабетик|эпилептик|младен|подрост|взросл|девушк|юнош|островит"
)
_ARABIC = (
    r"الطفلة?|التلميذة?|الطالبة?|الفتاة|الفتى|الشابة?|الرجل|المرأة|السيدة|الشخص|العائلة|الأسرة|"
    r"الرضيعة?|الولد|البنت|الساكنة?"
)
_CHINESE = (
    r"学生|孩子|儿童|女孩|男孩|女生|男生|居民|村民|老人|女性|男性|妇女|婴儿|小孩|少年|青年|一个人"
)
_ONLY_ONE = re.compile(
    r"(?:the\sonly\s(?:known\s|other\s|living\s|\w+\s)?(?:cases?|patients?|people|children|"
    r"families|"
    rf"one|carriers?|{_SOMEBODY})|"
    r"one\sof\s(?:only\s)?(?:two|three|the\stwo)\s(?:cases|patients|families|children)|"
    r"only\s(?:one|two|three|four|a\sfew)\s(?:other\s)?(?:cases?|patients?|people|child(?:ren)?|"
    r"famil(?:y|ies)|such)|"
    r"(?:is|are|has|have|be)\s(?:one|two|three)\ssuch\s\w+|"
    rf"(?:seule?|unique)\s(?:{_QUELQUUN})|(?:el|la|o|a)\súnic[oa]\s(?:{_ALGUIEN})|"
    r"seule?s?\s(?:cas|malades?|patiente?s?|enfants?|familles?|personnes?|porteurs?)|"
    r"l’une?\sdes\sdeux\s\w+|"
    r"(?:une?|deux|trois|quatre)\s(?:cas|malades?|patients|enfants?|familles?)\s(?:seulement|"
    r"en\stout)|"
    r"(?:que|seulement)\s(?:une?|deux|trois|quatre)\s(?:cas|malades?|patients|enfants?|familles?)|"
    r"únic[oa]s?\s(?:caso|paciente|enferm[oa]|niñ[oa]|familia|persona|portador)s?|"
    r"una\sde\slas\sdos\s\w+|"
    r"uno\sde\slos\sdos\s\w+|(?:solo|sólo|solamente|apenas)\s(?:una?|dos|tres|cuatro)\s(?:casos?|"
    r"familias?|pacientes?|niñ[oa]s?)|"
    r"únic[oa]s?\s(?:caso|doente|paciente|criança|família|pessoa|portador)(?:e?s)?|"
    r"(?:só|apenas|somente)\s(?:uma?|duas|dois|três|quatro)\s(?:casos?|famílias?|doentes?|"
    r"pacientes?|crianças?)|"
    r"uma\sdas\sduas\s\w+|um\sdos\sdois\s\w+|"
    rf"единственн[а-я]+\s(?:\w+\s)?(?:{_RUSSIAN})[а-я]*|"
    r"единственн[а-я]+\s(?:\w+\s)?(?:случа|больн(?!иц)|пациент|семь|ребён|ребен|носител|"
    r"человек)[а-я]*|"
    r"(?:только|лишь|всего)\s(?:один|одна|одной|две|два|двое|три|трое|четыре)\s(?:сем|больн(?!иц)|"
    r"случа|пациент|дет|ребён)[а-я]*|"
    r"одн[аоу][а-я]?\sиз\sдвух\s(?:сем|больн(?!иц)|случа)[а-я]*|один\sиз\sдвух\s\w+|"
    rf"(?:{_ARABIC})\sالوحيدة?|"
    r"(?:الحالة|المريض|المريضة|العائلة|الأسرة|الطفل|الطفلة|المصاب|المصابة|الشخص)\sالوحيدة?|"
    r"إحدى\s(?:ال)?عائلتين|أحد\sمريضين|"
    r"(?:عائلة\sواحدة|عائلتان|عائلتين|أسرتان|أسرتين|حالتان|حالتين|(?:ثلاث|أربع)\s(?:عائلات|أسر|"
    r"حالات))(?:\sفقط)?|"
    rf"唯一[^。,，]{{0,14}}?(?:{_CHINESE})|"
    r"唯一[^。,，]{0,14}?(?:患者|病人|病例|患儿|家庭|一家|一例|一户|的人)|"
    r"仅有的[^。,，]{2,14}(?:患者|病人|病例|家庭)(?:之一)?|"
    r"(?:只有|仅有|仅|只)[一两二三四]\s?(?:家|户|例|个家庭|个?病人|名患者))",
    re.IGNORECASE,
)
_RARE = re.compile(
    r"(?:"
    + any_of(
        "fabry pompe gaucher huntington wilson machado-joseph creutzfeldt-jakob progeria "
        "niemann-pick tay-sachs batten alexander krabbe rett hurler hunter sanfilippo "
        "epidermolysis_bullosa xeroderma fibrodysplasia ataxia_telangiectasia porphyria "
        "leukodystrophy "
        "adrenoleukodystrophy leucodystrophie leucodistrofia mucopolysaccharid mucopolisacarid "
        "osteogenesis_imperfecta ostéogenèse stiff_person cystinosis wolfram ehlers marfan "
        "alport usher "
        "friedreich lafora refsum wolman zellweger kennedy’s_disease spinal_muscular_atrophy "
        "amyotrophie_spinale épidermolyse epidermólisis epidermólise porphyrie porfiria progéria "
        "neurofibromat "
        "amyloid amyloïd amiloid myasthen miasten duchenne moebius "
        "лейкодистрофи мачадо краббе ниман вильсона марфан фридрейх дюшен порфири "
        "мукополисахарид амилоид "
        "буллёзн буллезн кройцфельд крейтцфельд "
        "حثل ماتشادو غوشر نيمان مارفان فريدرايخ دوشين البورفيريا انحلال_البشرة كروتزفيلد "
        "脑白质营养不良 马查多 尼曼 马凡 弗里德赖希 杜氏 卟啉 黏多糖 粘多糖 成骨不全 大疱性 僵人 "
        "淀粉样变"
        "фабри помпе гоше гентингтон хантингтон вильсон прогери нимана "
        "فابري بومبي غوشيه هنتنغتون ويلسون "
        "osteopetros ostéopétros dravet angelman prader lesch-nyhan phenylketonuri galactos_emi "
        "homocystin wiskott menkes alkapton castleman erdheim kuru locked-in conjoined siamese "
        "ichthyos harlequin arlequin lipodystroph chordoma mitochondri mitocondri cystic_fibrosis "
        "phénylcétonuri fenilcetonuri osteopetrosis ictiosis ictiose collagénose_rare moyamoya "
        "остеопетроз ихтиоз фенилкетонури сиамск муковисцидоз митохондри ангельман "
        "التليف_الكيسي السماك الميتوكوندري 鱼鳞病 苯丙酮尿 线粒体 囊性纤维化 连体 "
        "法布里 庞贝病 戈谢 亨廷顿 威尔逊 克雅 早衰症"
    )
    + r")",
    re.IGNORECASE,
)
_FEW = re.compile(
    rf"(?:(?<![\d.,])(?:\d{{1,2}}[.,\s\u00a0]?\d{{3}}|\d{{2,3}})\s{FOLK}(?!\w)|"
    r"(?:population|население|населением|سكانها|سكانه|يسكنها)\D{0,18}\d{1,2}[.,\s]?\d{3}(?!\d)|"
    r"(?:человек|население)?\d{1,2}[.,\s]?\d{3}\s(?:человек|жителей)|"
    r"(?<!\d)\d{2,5}\s?(?:人|名居民|户|口人)|(?<![\d.,])\d{2,5}\sمن\s(?:ال)?(?:سكان|أهالي|"
    r"أهل)\s?\w*|"
    r"(?:on|of)\s(?:the|this|our|an|his|her|their)\s(?:\w+\s)?(?:island|atoll|islet|valley|"
    r"hamlet)|(?:sur|dans)\s(?:notre|cette|la)\s(?:île|vallée)|"
    r"en\s(?:nuestra|el)\s(?:isla|valle)|na\snossa\silha|no\s(?:nosso\s)?vale|на\sнашем\sострове|"
    r"جزيرتنا|قريتنا|وادينا|岛上|全谷|(?:sur|dans)\s(?:l’|une\s|cette\s)île|"
    r"en\s(?:la|una|esta)\sisla|na\silha|numa\silha|на\sострове|في\sجزيرة|岛上|全镇|全村|全岛|"
    rf"in\s(?:the|this|our)\svillage|dans\s(?:le|ce|notre)\svillage)",
    re.IGNORECASE,
)

_TWO_OR_SO = r"(?:two|three|four|five|six|[2-6])"
_DEUX = r"(?:deux|trois|quatre|cinq|six|[2-6])"
_DOS = r"(?:dos|tres|cuatro|cinco|seis|dois|duas|três|quatro|[2-6])"
_DVUKH = r"(?:двух|двоих|тр[её]х|троих|четыр[её]х|пяти|шести|[2-6])"
_OF_ALL = re.compile(
    r"(?:(?:\bthe\s)?\bonly\s(?:[\w-]+\s){0,2}?(?:case|patient|carrier|sufferer|survivor)\b|"
    rf"\bone\sof\s(?:only\s|just\s|the\s)?{_TWO_OR_SO}\s(?:[\w-]+\s){{0,2}}?(?:cases|patients|"
    rf"carriers|"
    r"sufferers|survivors)\b|"
    r"\bno\sother\s(?:known\s)?(?:case|patient)s?\b|"
    r"\b(?:seule?|unique)\s(?:[\w-]+\s)?(?:cas|malade|patiente?|porteu(?:r|se))\b|"
    rf"\b(?:l’)?une?\sdes\s{_DEUX}\s(?:seule?s\s)?(?:cas|malades|patientes?|patients|porteurs)\b|"
    r"\baucun\sautre\s(?:cas|malade|patient)\b|"
    r"\búnic[oa]\s(?:[\w-]+\s)?(?:caso|paciente|enferm[oa]|doente|portador[a]?|utente)\b|"
    r"\b(?:caso|paciente|doente)\súnic[oa]\b|"
    rf"\b(?:uno|una|um|uma)\sd[eao]s?\s(?:l[oa]s\s)?(?:únic[oa]s\s|apenas\s|sol[oa]s\s)?{_DOS}\s"
    r"(?:únic[oa]s\s)?(?:casos|pacientes|enferm[oa]s|doentes|portador[ea]s|utentes)\b|"
    r"\bning[úu]n?m?\soutro\s(?:caso|paciente|doente)\b|"
    r"единственн[а-яё]+\s(?:[а-яё]+(?:[ыио]й|[ая]я|ого|ую|[ыи]м|ое)\s|(?:в|во|"
    r"на)\s[а-яё]+\s){0,2}(?:случа|больн(?!иц)|пациент|носител)[а-яё]*|"
    rf"(?<!\w)одн[а-яё]{{1,3}}\sиз\s{_DVUKH}\s(?:[а-яё]+\s)?(?:случа|больн(?!иц)|пациент)[а-яё]*|"
    rf"(?<!\w)один\sиз\s{_DVUKH}\s(?:[а-яё]+\s)?(?:случа|больн(?!иц)|пациент)[а-яё]*|"
    r"единственн[а-яё]+\s(?:в|во|на)\s[а-яё]+\s(?:со?\s[а-яё]+(?:\s[А-ЯЁа-яё]+)?|у\sкого\s)|"
    r"(?<!\w)таких\s(?:больных|пациентов|пациенток|случаев|детей)\s(?:[а-яё]+\s){0,3}?"
    r"(?:двое|трое|два|две|три)(?!\w)|"
    r"(?:الحالة|المريضة?|المصابة?|الحامل)\s(?:المعروفة\s)?الوحيدة?|الوحيدة?\sالمصابة?|"
    r"(?:أحد|إحدى|واحد\sمن|واحدة\sمن)\s(?:ال)?(?:مريضين|مريضتين|حالتين|مصابين|اثنين|"
    r"(?:ثلاثة?|أربعة?|خمسة?)\s(?:مرضى|حالات|مريضات|مصابين))|"
    r"唯一(?:的|一[例名位个])?[^。,，的]{0,12}?的?(?:患者|病人|病例|患儿)|"
    r"唯一(?:一[个名位例])?(?:的)?(?:患|得)|"
    r"(?:只有|仅有|仅|共)(?:这)?[一两二三四五2-5][例名位](?:患者|病人|病例|患儿)?(?:之一)?|"
    r"[两二三四五2-5][例名位个](?:患者|病人|病例|患儿)(?:之一|中的一))",
    re.IGNORECASE,
)
"""One patient of all, or one of a handful: enough beside a place that has its borders."""
_ONE_OF_MANY = re.compile(
    rf"(?:(?:\bthe\s)?\bonly\s(?:[\w-]+\s){{0,2}}?(?:{_SOMEBODY})\b(?!\s(?:clinic|hospital|ward|"
    rf"unit|cent|programme|"
    r"service|school|home|doctor|nurse|surgeon|oncologist|specialist|physician))|"
    rf"\bone\sof\s(?:only\s|just\s|the\s)?{_TWO_OR_SO}\s(?:[\w-]+\s)?(?:children|pupils|"
    rf"students|boys|"
    r"girls|women|men|people|babies|families|adults)\b|"
    rf"\bonly\s{_TWO_OR_SO}\s(?:people|children|families|pupils|women|men|adults|"
    rf"persons)\s(?:in|on|from|of)\s"
    r"(?:[\w-]+\s){1,4}(?:with|have|who\shave|living\swith)\b|"
    r"\b(?:no\s?(?:body|one)\selse|no\sother\s(?:child|family|person|pupil|woman|man))\b|"
    rf"\b(?:seule?|unique)\s(?:[\w-]+\s)?(?:{_QUELQUUN})\b|\b(?:la|le)\sseule?\sà\s|"
    rf"\b(?:l’)?une?\sdes\s{_DEUX}\s(?:seule?s\s)?(?:enfants|élèves|familles|femmes|personnes|"
    rf"filles)\b|"
    r"\bpersonne\sd’autre\b|"
    rf"\búnic[oa]\s(?:[\w-]+\s)?(?:{_ALGUIEN})\b|"
    rf"\b(?:uno|una|um|uma)\sd[eao]s?\s(?:l[oa]s\s)?{_DOS}\s(?:niñ[oa]s|familias|personas|"
    rf"mujeres|alumn[oa]s|"
    r"crianças|famílias|pessoas|mulheres|alun[oa]s)\b|\b(?:nadie\smás|mais\sninguém)\b|"
    rf"единственн[а-яё]+\s(?:[а-яё]+(?:[ыио]й|[ая]я|ого|ую|[ыи]м|ое)\s|(?:в|во|"
    rf"на)\s[а-яё]+\s){{0,2}}(?:{_RUSSIAN})[а-яё]*|"
    rf"(?<!\w)(?:один|одн[а-яё]{{1,3}})\sиз\s{_DVUKH}\s(?:дет|сем|женщин|мужчин|школьни)[а-яё]*|"
    rf"(?:{_ARABIC})\sالوحيدة?|"
    r"(?:أحد|إحدى|واحد\sمن|واحدة\sمن)\s(?:ال)?(?:طفلين|طفلتين|عائلتين|أسرتين|ثلاثة\sأطفال|"
    rf"ثلاث\s(?:عائلات|أسر))|唯一[^。,，]{{0,14}}?(?:{_CHINESE}))",
    re.IGNORECASE,
)
"""Of people of whom most are well: an illness must stand beside them."""
_ILLNESS = re.compile(
    "(?:"
    + any_of(
        "sarcom blastom carcinom lymphom linfom gliom melanom myelom mielom chordom "
        "cordom teratom mesotheliom mesoteliom leuk leuc dystroph dystrophi distrof scleros "
        "scléros escleros aemia anaemi anemi anémi thalass talasem drepan drépan falciform sickle "
        "haemophil hemophil hémophil hemofil syndrom síndrom disease maladie enfermedad doença "
        "cancer cáncer câncer tumour tumor tumeur myasth miast fibros cystic paralys paráli palsy "
        "porphyr porfir lupus scleroderm ataxi atroph atrofi neuropath neuropat encephal encéphal "
        "encefal cardiomyop cardiomiop mutation mutación mutação tracheost trachéot traqueo "
        "ventilat transplant trasplant greffé albin progeri ichthyos ictios conjoined deform "
        "anomal malform congenit congenital congénit hiv vih sida tuberculos dialys diális "
        "epileps épileps epilept épilept diabet diabét parapleg parapl amput myopath ela_ "
        "disorder trouble trastorno atteint afectad afetad suffer souffr sufre "
        "padece sofre diagnos condition condición condição "
        "рак опухол синдром болезн лейк лимфом дистроф склероз анеми талассем гемофил "
        "миаст фиброз паралич атакс атроф порфир волчанк мутаци трахеост диализ эпилепс "
        "остеосарком диагноз страда болеющ порок "
        "ساركوما سرطان ورم داء مرض متلازمة ابيضاض لوكيميا لمفوما ضمور تصلب فقر_الدم ثلاسيميا "
        "تلاسيميا هيموفيليا الناعور شلل طفرة تليف ترنح الصرع مصاب المصاب يعاني تعاني غسيل زرع "
        "瘤 癌 病 症 白血 患 综合征 硬化 萎缩 畸形 突变 透析 癫痫 瘫 贫血"
    )
    + r")[^\W\u4e00-\u9fff]{0,24}",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:\b(?:in|on|of|from|within|across|throughout)\s(?:(?:the|our|this|that|her|his|their|all|"
    r"whole|entire)\s){0,3}(?:[\w-]+\s){0,2}?(?:district|county|country|province|region|state|"
    r"islands?|archipelago|atoll|valley|village|town|township|community|parish|diocese|sub-county|"
    r"camp|settlement|territory|municipality|nation|school)\b|"
    r"\b(?:dans|de|du|sur|en|au|à)\s?(?:le\s|la\s|l’|notre\s|ce\s|cette\s|tout\s|toute\s){0,3}"
    r"(?:[\w-]+\s)?(?:district|pays|province|région|département|préfecture|sous-préfecture|île|"
    r"vallée|village|ville|commune|canton|camp|école|cercle|archipel|wilaya|gouvernorat|"
    r"territoire)\b|"
    r"\b(?:en|del?|no|na|do|da|em|n?est[ea]|dest[ea])\s(?:(?:el|la|este|esta|todo|toda|"
    r"nuestr[oa]|noss[oa]|"
    r"o|a)\s){0,3}(?:[\w-]+\s)?(?:distrito|país|provincia|región|departamento|isla|valle|pueblo|"
    r"municipio|cantón|comunidad|comarca|estado|escuela|parroquia|archipiélago|ciudad|zona|"
    r"província|região|concelho|município|ilha|arquipélago|vale|aldeia|vila|freguesia|comunidade|"
    r"escola|cidade)\b|"
    r"(?-i:\b(?:in|on|across|from|à|en|au|em|no|na|de|do|da)\s[A-ZÀ-Þ][\w-]{2,})|"
    r"(?<!\w)(?:в|во|на|по|из)\s(?:[а-яё]+\s)?(?:район|стран|област|республик|кра[ея]|остров|долин|"
    r"сел[еа]|деревн|посёлк|аул|округ|город|школ|губерни|регион|кишлак|улус)[а-яё]*|"
    r"(?-i:(?<!\w)(?:в|во|на|по)\s[А-ЯЁ][а-яё]{3,})|(?<!\w)(?:района|области|страны|острова|"
    r"республики|края|округа|посёлка|села|школы)(?!\w)|"
    r"(?<!\w)(?:(?:في|من|على|عبر)\s(?:[ء-ي]+\s)?|ب)(?:ال)?(?:منطقة|محافظة|ولاية|بلاد|بلد|قرية|"
    r"جزيرة|"
    r"وادي|مدينة|إقليم|مديرية|ناحية|قضاء|مخيم|مدرسة|دولة|بلدة|دائرة|عمالة)[ء-ي]{0,3}(?!\w)|"
    r"(?:في|من)\s(?:السودان|مصر|اليمن|العراق|سوريا|سورية|لبنان|الأردن|تونس|الجزائر|المغرب|ليبيا|"
    r"موريتانيا|الصومال|جيبوتي|فلسطين|غزة|عمان|قطر|البحرين|الكويت|السعودية|الإمارات|تشاد)(?!\w)|"
    r"全[县市省国州区镇乡村岛校]|[县市省国州区镇乡村岛](?:里|内|上|中)|本[县市省地镇乡村]|"
    r"我[县市省国]|当地|国内)",
    re.IGNORECASE,
)
"""A district, a country, an island: whatever has its borders, however many live in it."""

_SENTENCE = re.compile(r"[^.!?。！？؟\n]+(?:\.(?=\d)[^.!?。！？؟\n]+)*")


def rare_among_few(text: str) -> Iterator[Finding]:
    """A condition that few have, or the only case, in a sentence that says among whom."""
    for sentence in _SENTENCE.finditer(text):
        for told, among in (
            ([*_ONLY_ONE.finditer(sentence[0]), *_RARE.finditer(sentence[0])], _FEW),
            (_alone(sentence[0]), _WITHIN),
        ):
            if not told:
                continue
            nearest = min(
                among.finditer(sentence[0]), key=partial(_distance, told[0].start()), default=None
            )
            if nearest:
                at, parts = sentence.start(), [nearest, *told]
                start, end = min(p.start() for p in parts), max(p.end() for p in parts)
                yield Finding(at + start, at + end, Type.RARE)
                break


def _alone(sentence: str) -> list[re.Match[str]]:
    """Who is the only patient, or the only one of the healthy who has an illness."""
    told = [*_OF_ALL.finditer(sentence)]
    illness = _ILLNESS.search(sentence)
    if illness:
        told += [each for one in _ONE_OF_MANY.finditer(sentence) for each in (one, illness)]
    return told


def _distance(at: int, match: re.Match[str]) -> int:
    return abs(match.start() - at)
