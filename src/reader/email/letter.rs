//! How a letter shows itself: the lines with which it begins, takes its leave, is signed, and quotes another.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::constant;

// How a line begins, or a sign in it, is asked before most of these: a regex takes longer to try, and far longer to compile.

/// A salutation that has a line of its own. No `\b` of Unicode stands in it: with one, a regex is searched ten times as long.
static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        (?:尊敬|敬爱|亲爱|尊贵|尊敬|敬愛|親愛)[的之][^。！？!?，,]{1,30}[：:，,！!]
        |[^\s。！？!?，,：:]{0,12}(?:先生|女士|小姐|太太|老师|老師|同学|同學|客户|客戶|用户|用戶|会员|會員|顾客|顧客|家长|家長|业主|業主|各位|大家)
            (?:[，,\ ]?(?:您|你|大家)?好)?[：:，,！!]
        |(?:您|你|大家)好[：:，,！!。]?
        |(?:dear|hi|hello|greetings|good\ (?:morning|afternoon|evening))(?:[^\w.!?,:，：][^.!?,:，：]{0,39})?[,:，：!]
        )\s*$",
    )
});

/// More salutations, which a text that is no letter may begin with as well: `Hi Tom`, `王经理，您好！`.
static SALUTATION_OF_LETTER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        [^\s。！？!?，,：:]{1,12}[，,：:\ ]{0,2}(?:您|你|大家|各位)好[：:，,！!。]?
        |[^\s。！？!?，,：:]{1,8}(?:总|總|经理|經理|主任|医生|醫生|律师|律師|教授|博士|老板|主管|专员|專員|师傅|師傅|朋友|旅客|读者|讀者)
            (?:[，,\ ]?(?:您|你)?好)?[：:，,！!]
        |(?:早上|上午|中午|下午|晚上)好[：:，,！!。]?
        |(?:dear|hi|hello|hey|greetings|good\ (?:morning|afternoon|evening))
            (?:\ (?:(?:mr|ms|mrs|dr|prof|mx)\.|[\p{L}\p{N}'{}\[\]$_<>-]+)){0,5}\s*[,:，：!]?
        |to\ whom\ it\ may\ concern\s*[,:]?
        )\s*$",
    )
});

/// A salutation with the text behind it on the same line, where it is clear where it ends.
static INLINE_SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        (?:尊敬|敬爱|亲爱|尊贵|敬愛|親愛)[的之][^。！？!?，,：:]{1,30}[：:！!](?:\s*(?:您|你|大家|各位)好[！!。])?
        |(?:[^\s。！？!?，,：:]{1,12}[，,：:\ ]{0,2})?(?:您|你|大家|各位)好[！!。]
        |dear(?:\ (?:(?:mr|ms|mrs|dr|prof|mx)\.|[\p{L}\p{N}'{}\[\]$_<>-]+)){1,5}\s*[,:!]
        |(?:hi|hello|hey)(?:\ (?:(?:mr|ms|mrs|dr|prof|mx)\.|[\p{L}\p{N}'{}\[\]$_<>-]+)){0,3}\s*[,!]
        )",
    )
});

/// A line that closes a letter wherever it stands.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        此致(?:[\s，,]*敬[礼禮])?[！!。]?
        |敬[礼禮][！!。]?
        |(?:此|专此|專此|谨此|謹此)?[，,]?\s*(?:顺|順|即|并|並|谨|謹|敬)[祝颂頌候][^。！？!?]{1,16}[！!。]?
        |(?:[^。！？!?]{1,40}[，,。！!]\s*)?(?:最后|再次|也|并|並|顺|順)?祝(?:福)?[^贺賀福。！？!?]{1,24}[！!。~～]?
        |(?:with\ )?(?:my\ |our\ )?(?:best|kind|kindest|warm|warmest|very\ best)\ (?:regards|wishes)
            (?:[,，]\s*[^,.!?]{1,30}|\s*[,.!，])?
        |(?:regards|best|sincerely(?:\ yours)?|(?:yours|very)\ (?:sincerely|faithfully|truly|respectfully)(?:\ yours)?
            |respectfully(?:\ yours)?|cordially|cheers|warmly|all\ the\ best)(?:[,，]\s*[^,.!?]{1,30}|\s*[,.!，])?
        )\s*$",
    )
});

/// A line that closes a letter where nothing but a signature follows.
static THANKS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        (?:以上[，,]?)?(?:再次|非常|万分|十分|多|谨|衷心)?(?:感谢|谢谢|感謝|謝謝|多谢|多謝)[^。！？!?]{0,24}[！!。~～]*
        |(?:再见|再見|回见|盼复|盼覆|静候佳音|靜候佳音|期待[^。！？!?]{0,12}(?:回复|回覆|来信|光临))[！!。]?
        |(?:many\ )?thanks(?:\ (?:again|so\ much|a\ lot|in\ advance|and\ (?:best|kind)\ regards))?\s*[,.!]?
        |thank\ you(?:\ (?:very\ much|so\ much|again|in\ advance))?(?:\ for\ your\ [a-z]+(?:\ and\ [a-z]+)?)?\s*[,.!]?
        )\s*$",
    )
});

/// A line that a telephone or a mail program adds.
static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:sent\ from\ (?:my\ |mail\ for\ |outlook|yahoo|samsung|huawei|proton)[^.!?]{0,40}|get\ outlook\ for\ \w+
        |(?:发自|發自|来自|來自)我的\s?[^，。！？]{1,20}|从我的\s?[^，。！？]{1,16}(?:发出|发送))\s*$",
    )
});

/// A line of a signature that tells how to reach somebody, or when it was signed.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        (?:电\s*话|電話|手\s*机|手機|[^\s：:]{0,6}热线|[^\s：:]{0,6}熱線|座机|邮\s*箱|郵箱|邮件|地\s*址|邮编|网址|网站|官网|传\s*真|微信|工号|部门|职务|公司
            |qq|tel\.?|phone|mobile|cell|fax|e-?mail|web|website|address|direct|t|m|e|p)\s*[:：|]\s*[^。！？]{2,80}
        |\p{Han}{2,8}[：:]\s*[^\s。！？!?，,；;：:我你您他她请請不没沒吗嗎呢吧了的是]{1,16}
        |\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2})?
        |[+(]?\d[\d\ ()+-]{6,20}
        |<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?
        |(?:https?://|www\.)\S+
        )\s*$",
    )
});

/// Words and marks with which a line says something, so that it is no name.
static SAYS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)[。！？!?；;，：:…]|[\w\p{Han}]{2}\.\s*$|[我你您他她请請不没沒吗嗎呢吧了的是]
        |\b(?:i|i'?m|you|your|we|our|us|my|me|it|this|that|these|there|please|not|no|don'?t|can'?t|do|is|are|was|were|be
        |have|has|had|can|will|would|should|may|if|let|call|reply|contact|see|get|know|with|to)\b",
    )
});

/// The words that a name ends with and a full stop belongs to.
static ABBREVIATION: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(?:inc|ltd|co|corp|jr|sr)\.\s*$"));

/// The longest line of a signature that is a name, in characters, and in words.
const LONGEST_NAME: usize = 48;
const MOST_WORDS: usize = 8;

/// A line that says that what follows was written by another: `On … wrote:`, `在…写道：`, `-----Original Message-----`.
static REPLY_INTRO: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        on\ .{5,120}(?:wrote\s*[:：]|<[^<>]+@[^<>]+>)
        |.{0,80}\d{4}.{0,80}[写寫]道\s*[:：]
        |[-—_]{2,}\s*(?:original\ message|forwarded\ message|原始邮件|原始郵件|原邮件|转发(?:的)?邮件|轉寄郵件|回复的邮件|回覆郵件)\s*[-—_]{2,}
        |begin\ forwarded\ message:
        )\s*$",
    )
});

/// The block of header lines that some programs put above the quoted mail.
static QUOTED_FROM: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^\s*(?:from|发件人|發件人|寄件人|寄件者)\s*[:：]\s*\S"));
static QUOTED_DATE: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^\s*(?:sent|date|发送时间|發送時間|发件时间|日期|寄件日期)\s*[:：]\s*\S")
});

/// How many lines below its first line such a block tells when.
const BLOCK_LINES: usize = 3;

/// Whether a text begins with a salutation.
pub(in crate::reader) fn begins_as_letter(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_plain_salutation)
}

/// Whether a line is a salutation and nothing else, which no text but a letter begins with. How it ends is asked first:
/// the regex takes longer to compile than a short text takes to be judged.
fn is_plain_salutation(line: &str) -> bool {
    let end = line.trim_end();
    let may_be = end.ends_with(['：', ':', '，', ',', '！', '!', '好']) || end.ends_with("好。");
    may_be && SALUTATION.is_match(line)
}

/// Whether a line of a letter is a salutation and nothing else.
pub(super) fn is_salutation(line: &str) -> bool {
    is_plain_salutation(line) || SALUTATION_OF_LETTER.is_match(line)
}

/// Where the salutation ends at the head of a line that says more, in bytes.
pub(super) fn inline_salutation(line: &str) -> Option<usize> {
    INLINE_SALUTATION.find(line).map(|found| found.end())
}

/// Whether a line closes a letter wherever it stands: 此致, `Best regards,`.
pub(super) fn closes_for_certain(line: &str) -> bool {
    let is_latin = line.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
    (is_latin || line.contains(['致', '礼', '禮', '祝', '颂', '頌', '候'])) && CLOSING.is_match(line)
}

/// Whether a line may close a letter: it does so for certain, or it thanks.
pub(super) fn closes(line: &str) -> bool {
    let is_latin = line.trim_start().starts_with(['t', 'T', 'm', 'M']);
    let may_thank = is_latin || line.contains(['谢', '謝', '见', '見', '盼', '候', '期']);
    closes_for_certain(line) || may_thank && THANKS.is_match(line)
}

/// Whether a line was added by a device: `Sent from my iPhone`.
pub(super) fn is_device(line: &str) -> bool {
    let heads = ['s', 'S', 'g', 'G', '发', '發', '来', '來', '从'];
    line.trim_start().starts_with(heads) && DEVICE.is_match(line)
}

/// Whether a line below a closing signs the letter: a name, a house, a date, a way to reach them.
pub(super) fn signs(line: &str) -> bool {
    let is_short =
        line.trim().chars().count() <= LONGEST_NAME && line.split_whitespace().count() <= MOST_WORDS;
    let is_name = || !SAYS.is_match(&ABBREVIATION.replace(line, ""));
    CONTACT.is_match(line) || is_short && is_name() && !closes(line)
}

/// Whether the first of these lines says that another's mail follows.
pub(super) fn is_reply_intro<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.next().is_some_and(|line| {
        let bare = line.trim();
        let may_introduce = bare.ends_with([':', '：', '>']) || bare.starts_with(['-', '—', '_']);
        may_introduce && REPLY_INTRO.is_match(line)
            || line.contains([':', '：'])
                && QUOTED_FROM.is_match(line)
                && lines.take(BLOCK_LINES).any(|line| QUOTED_DATE.is_match(line))
    })
}
