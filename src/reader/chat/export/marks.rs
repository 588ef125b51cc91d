//! What programs write themselves: marks in the place of pictures and files, and notices of what happened.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::EventName;
use crate::text::constant;

/// A line that only stands for something else: `[图片]`, `[图片: a.jpg(…)]`, `a.jpg (file attached)`, `image omitted`.
static MEDIA: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^(?:
        (?:\[(?:图片|圖片|照片|视频|視頻|影片|语音|語音|音频|文件|檔案|表情|动画表情|動畫表情|贴图|貼圖|链接|連結|位置|名片|红包
            |紅包|转账|轉帳|小程序|聊天记录|音乐|视频通话|语音通话|写真|スタンプ|動画|ファイル|ボイスメッセージ|位置情報
            |photos?|pictures?|images?|videos?|stickers?|files?|audio|voice\ message|location|contact|album|emoji)
            (?:\s*[:：][^\]]*|\s\d+)?\]\s*)+
        |.*\.\w{1,5}\s[(（](?:file\ attached|文件附件|檔案附件|archivo\ adjunto|datei\ angehängt|fichier\ joint)[)）]
        |(?:image|video|audio|gif|sticker|document|contact\ card|图片|圖片|视频|影片|音频|音訊|动图|贴图|貼圖|文件|檔案)\s?
            (?:omitted|已略去|已忽略|已省略)
        |.*\u{200E}(?:document\ omitted|文件已略去|文件已忽略)
        |(?:this\ message\ was\ deleted|you\ deleted\ this\ message)\.?
        |(?:此消息已删除|此訊息已刪除|这条消息已删除|您已删除此消息|您已刪除此訊息|你已刪除此訊息)。?
        )$",
    )
});

/// Words and signs of which each of these lines holds one: the regex takes longer to compile than a short text takes to
/// be judged.
const SIGNS: [&str; 8] = ["[", ")", "）", "omitted", "deleted", "略", "删", "刪"];

/// Whether a line is no text but stands for something else.
pub(super) fn is_media(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{200E}');
    SIGNS.iter().any(|sign| line.contains(sign)) && MEDIA.is_match(line)
}

/// Words by which a notice of a program tells who came and who went.
const HAPPENED: [(EventName, &[&str]); 2] = [
    ("join", &["joined", "joins:", "added", "加入", "进入", "進入", "参加しました"]),
    (
        "leave",
        &[" left", "quits:", "parts:", "has quit", "removed", "退出", "离开", "離開", "移出", "退出しました"],
    ),
];

/// The event that a notice tells, if it is one of somebody coming or going.
pub(super) fn happened(notice: &str) -> Option<EventName> {
    let notice = notice.to_lowercase();
    let tells = |words: &[&str]| words.iter().any(|word| notice.contains(word));
    HAPPENED.iter().find(|(_, words)| tells(words)).map(|(name, _)| *name)
}
