//! Reasons that libraries and the operating system give in English, in both languages.

use super::Bilingual;

/// A part of a reason, and the whole of it in Chinese.
const REASONS: &[(&str, &str)] = &[
    // The operating system.
    ("No such file or directory", "没有这个文件或文件夹"),
    ("Permission denied", "没有权限"),
    ("Is a directory", "这是一个文件夹"),
    ("Not a directory", "路径中有一段不是文件夹"),
    ("Read-only file system", "磁盘是只读的"),
    ("No space left on device", "磁盘已满"),
    // JSON.
    ("EOF while parsing a string", "字符串没有写完"),
    ("EOF while parsing", "没有写完"),
    ("trailing characters", "后面还有多余的内容"),
    ("trailing comma", "多了一个逗号"),
    ("key must be a string", "键要加双引号"),
    ("control character", "字符串里有控制字符，要写成转义"),
    ("invalid escape", "转义有误"),
    ("lone leading surrogate", "\\u 转义只写了一半"),
    ("expected `,` or `}`", "缺逗号，或花括号没有关上"),
    ("expected `:`", "键后缺冒号"),
    ("expected ident", "不认识的词"),
    ("expected value", "这里应当有值"),
    ("invalid type", "不是一个对象"),
    ("duplicate field", "同一个键写了两次"),
    ("recursion limit exceeded", "嵌套太深"),
    // YAML.
    ("did not find expected '-' indicator", "这一行和上面没有对齐，或列表的项前少了 `- `"),
    ("did not find expected <block end>", "这一行和上面没有对齐"),
    ("did not find expected key", "这一行和上面没有对齐"),
    ("did not find expected ',' or '}'", "花括号里缺逗号，或没有关上"),
    ("did not find expected ',' or ']'", "方括号里缺逗号，或没有关上"),
    ("simple key expected", "这里应当是“键: 值”，列表的项前要写 `- `"),
    ("mapping values are not allowed", "这里不能再有“键: 值”：文字里的冒号要加引号，或检查缩进"),
    ("unclosed quote", "引号没有关上"),
    ("unclosed bracket", "括号没有关上"),
    ("unexpected end of stream", "没有写完，可能是引号没有关上"),
    ("unknown escape character", "双引号里有不认识的转义"),
    ("a tag", "`!` 开头的文字被当作标签"),
    ("unknown anchor", "`*` 开头的文字被当作引用"),
    ("found a tab", "这里有制表符"),
    ("tabs disallowed", "缩进里有制表符"),
    // XML.
    ("unknown or missed symbol in markup", "`<!` 后面不对"),
    ("processing instruction not closed", "处理指令没有以 ?> 结束"),
    ("XML declaration not closed", "XML 声明没有以 ?> 结束"),
    ("comment not closed", "注释没有以 --> 结束"),
    ("DOCTYPE not closed", "DOCTYPE 没有以 > 结束"),
    ("CDATA not closed", "CDATA 没有以 ]]> 结束"),
    ("tag not closed: `>`", "标签没有以 > 结束"),
    ("attribute value not closed", "属性值的引号没有关上"),
    ("does not match any open tag", "这个结束标签没有对应的开始标签"),
    ("` was found", "结束标签和开始标签不一致"),
    ("reference not closed", "& 后面缺 `;`；只是一个 & 时写成 &amp;"),
    // Regexes.
    ("unclosed group", "圆括号没有关上"),
    ("unopened group", "多了一个右圆括号"),
    ("unclosed character class", "方括号没有关上"),
    ("repetition operator missing expression", "量词前面没有内容"),
    ("unclosed counted repetition", "花括号没有关上"),
    ("repetition quantifier expects a valid decimal", "花括号里应当是数字"),
    ("invalid repetition count range", "次数的上限小于下限"),
    ("invalid character class range", "字符范围的头尾颠倒"),
    ("unrecognized escape sequence", "不认识的转义"),
    ("duplicate capture group name", "分组的名称写了两次"),
    ("empty capture group name", "分组没有名称"),
    ("invalid capture group character", "分组的名称只能用字母、数字和下划线"),
    ("unclosed capture group name", "分组的名称没有以 > 结束"),
    ("maximum number of nested parentheses", "括号嵌套太深：最多 50 层"),
    ("incomplete escape sequence", "转义没有写完"),
    ("hexadecimal literal", "\\x 后面不是字符的十六进制编码"),
    ("decimal literal", "次数太大"),
    ("duplicate flag", "标志写了两次"),
    ("flag negation", "标志里的 - 有误"),
    ("word boundary assertion", "\\b{…} 里只能写 start、end、start-half、end-half"),
    ("match invalid UTF-8", "会匹配不是 UTF-8 的字节"),
    ("look-around", "不支持环视，如 (?=…)、(?<!…)"),
    ("backreferences", "不支持反向引用，如 \\1"),
    ("unrecognized flag", "不认识的标志"),
    ("Unicode property not found", "没有这个 Unicode 属性"),
    // Patterns of paths.
    ("recursive wildcards must form a single path component", "`**` 要独占一段路径：sms/**/*.txt"),
    ("invalid range", "字符范围的头尾颠倒"),
    ("unopened alternate group", "多了一个 `}`"),
    ("unclosed alternate group", "花括号没有关上"),
    ("nested alternate groups", "花括号里不能再有花括号"),
    ("dangling '\\'", "最后的 `\\` 后面没有内容"),
];

/// A reason in both languages; one that is not known stays as it is.
pub fn reason(english: &str) -> Bilingual {
    let known = REASONS.iter().find(|(part, _)| english.contains(part));
    Bilingual::new(known.map_or(english, |(_, chinese)| chinese), english)
}
