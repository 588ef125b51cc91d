//! Entities: what is one, what only looks like one, and that finding them takes no longer than reading.

use liyi::text::{Entity, Folding, TextRange, fold, is_opaque, zones};
use proptest::prelude::*;

/// Texts with `[[ ]]` round what an entity is to find in them, and texts without, where it is to find nothing. Every number is made up.
fn texts(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Phone => PHONES,
        Entity::IdCard => ID_CARDS,
        Entity::BankCard => BANK_CARDS,
        Entity::Email => EMAILS,
        Entity::Url => URLS,
        Entity::Money => AMOUNTS,
        Entity::Date => DATES,
        Entity::Slot => SLOTS,
        // How a slot is written is told from the text before it is folded.
        _ => &[],
    }
}

#[test]
fn slots_are_told_by_their_form() {
    let forms = [
        (Entity::DollarSlot, "${code} ${1}"),
        (Entity::NumberSlot, "{1} {12}"),
        (Entity::BraceSlot, "{name} {order-id} {姓名}"),
        (Entity::DoubleSlot, "{{1}} {{ name }}"),
        (Entity::HashSlot, "#code# #order_no#"),
    ];
    for (form, text) in forms {
        let slots = zones(text).slots;
        assert!(slots.len() > 1, "{text}");
        for slot in slots.into_iter().map(|slot| &text[slot]) {
            let takers: Vec<Entity> =
                Entity::ALL.into_iter().filter(|entity| entity.takes_slot(slot)).collect();
            assert_eq!(takers, [Entity::Slot, form], "{slot}");
        }
    }
    assert_eq!(zones("##code## #话题# #Brand# # a # a#b").slots.len(), 1);
}

const PHONES: &[&str] = &[
    "我的手机[[13812345678]]，谢谢",
    "电话：[[138 1234 5678]]或[[139-1234-5678]]",
    "[[＋86 138 1234 5678]]、[[+8613812345678]]、[[86-13812345678]]、[[(+86)13812345678]]、[[008613812345678]]",
    "加微信[[１３８１２３４５６７８]]同号",
    "[[13812345678]]/[[13912345678]],[[13712345678]]",
    "隐私号[[18412345678转1234]]，[[18412345678-1234]]",
    "座机[[010-12345678]]，[[(0755)87654321]]，[[0755 8765 4321]]，[[02187654321]]，[[0591-8765432转801]]，[[010-87654321-801]]",
    "热线[[400-123-4567]]、[[4001234567]]、[[400-1234-567]]、[[4008-123-123]]、[[800 123 4567]]、[[400 123 4567]]",
    "请拨打[[95588]]、[[95533转9]]、[[950800]]、[[96110]]、[[10086]]、[[1008611]]、[[10010]]、[[12315]]、[[12345]]、[[11185]]",
    "[[10086]]人工台，[[12306]]客服",
    "Call [[+1 (415) 555-0134]], [[+44 20 7946 0958]], [[+85291234567]] or [[00852-9123-4567]].",
    "[[+86 10 8765 4321]]、[[+86-755-87654321]]",
    "13****5678、138****1234、1381234****、****5678",
    "订单号13812345678、订单:13812345678、运单 SF13812345678、工单编号：13812345678",
    "1381234567、138123456789、0138123456780、12812345678",
    "13812345678.5、v1.13812345678、2026-13812345678、a_13812345678、13812345678kg",
    "${prefix}13812345678、13812345678${rest}、138${rest}",
    "[[13812345678]]，{code}",
    "https://example.com/13812345678?tel=13912345678，13812345678@example.com",
    "￥95588、95588元、12345个、12,345件、95,588、库存12345 件、$10010、第12315位、#12345",
    "库存95000，编号12300，10000人次，110、119、120、12121",
    "验证码951234，版本12345，12345-1，12345678，195588，2026.10086",
    "2026-10-01 12:30，20261001，10月1日",
    "0123-456789、0310-12、400-12-34、400123456、00123456789",
    "+1234567、+1234567890123456、+5积分、1+13812345678",
];

const ID_CARDS: &[&str] = &[
    "身份证[[110101199003071233]]",
    "证号：[[11010119900307002X]]、[[11010119900307002x]]",
    "证件编号[[１１０１０１１９９００３０７１２３３]]。",
    "[[110101 19900307 1233]]",
    "[[440305198512318888]]，[[310104200002290014]]，[[810000199001010019]]",
    "老号[[110101900307123]]",
    "110101199003071234、110101199003071230、11010119900307002",
    "990101199003071237、110101199002301236、110101199013071233",
    "110101901307123、000101900307123、订单号110101900307123",
    "1110101199003071233、1101011990030712330、A110101199003071233、110101199003071233B",
    "110101199003071233-1、1.110101199003071233、${x}110101199003071233、110101199003071233${x}",
    "110101********1233、110101199003******",
];

const BANK_CARDS: &[&str] = &[
    "卡号[[6222020000000001230]]",
    "[[6222 0200 0000 0001 230]]，[[6217-0012-3456-7893]]、[[６２１７００１２３４５６７８９３]]",
    "[[4111111111111111]] [[5555555555554444]] [[2223003122003222]] [[3530111333300000]] [[6011111111111117]]",
    "[[3782 822463 10005]], [[378282246310005]], [[4111111111119]], [[9558800000000001230]]",
    "6222020000000001231、6217001234567890、4111111111111112",
    "7000000000000005、350000000000006、350000000000014、3500000000000009",
    "订单号4111111111111111，流水号：6217001234567893",
    "620102199001010257",
    "62220200000000012300、x4111111111111111、4111111111111111-1、4111111111111111.5",
    "6222****1230、6222 **** **** 1230、6222020000000001230${x}、{x}4111111111111111",
    "6222-0200 0000-0001-230",
];

const EMAILS: &[&str] = &[
    "请发到[[service@example.com]]，谢谢",
    "邮箱[[First.Last+tag@mail.example.com.cn]]。",
    "[[ａｂ＠example.com]]、<[[a_b@example-shop.cn]]>;[[13812345678@example.com]].",
    "mail [[a@b.io]], [[0@1.cn]]",
    "a@b、@example.com、a@、a@.com、a@example..com、a@example.c、a@example.c0m1",
    "@张三 你好、a@b@example.com",
    "${name}@example.com、a${x}b@example.com、a@example.com${x}、a@${host}.com",
];

const URLS: &[&str] = &[
    "点击[[https://example.com/a/b?x=1&y=%20#top]]。",
    "[[http://example.com]]，[[ftp://files.example.com:21/x]]、[[weixin://dl/business]]",
    "见([[https://example.com/a]])，(https的)",
    "戳[[https://t.example.com/a]]！快来,[[www.example.com]]、[[www.example.museum/x]]",
    "官网[[example.com]]、[[12306.cn]]、[[shop.example.com.cn:8080/x]]。",
    "Visit [[example.com/a.html]]. Or [[HTTPS://EXAMPLE.COM/]]",
    "[[https://example.com/a]]，[[https://example.com/b]],[[www.example.com/c]]",
    "请访问[[https://example.com/a]]查看，[[https://example.com]]：好的",
    "[[https://example.com/]]${id}，[[https://192.0.2.1/x]]",
    "https://${host}/x，https://example${x}.com，${x}.example.com，example.com${x}",
    "a@example.com、main.rs、v1.2.3、3.14、e.g.、你好.世界、README.md、a.b",
    "see you.me、no.so、://、http://、www.、www.example",
];

const AMOUNTS: &[&str] = &[
    "共[[￥1,234.50]]，[[¥99]]、[[＄5.00]]、[[US$20]]、[[RMB 100]]、[[CNY:88]]、[[USD 3.5]]、[[人民币100元]]",
    "[[99元]]、[[１２元]]、[[3.5万元]]、[[1,234,567元]]、[[100多元]]、[[5角]]、[[5毛钱]]、[[5分钱]]、[[50 元]]",
    "[[3元5角2分]]，[[3元5角]]，[[3块5]]，[[5块钱]]，[[5块]]，[[5块]]左右，[[5块]]的",
    "[[100美元]] [[20美金]] [[100人民币]] [[100 RMB]] [[100￥]] [[5 dollars]] [[20 yuan]] [[￥5万]] [[$100k]]",
    "[[100-200元]]、[[￥100-200]]、[[100元]]-[[200元]]、[[￥100]]~[[￥200]]",
    "满300减[[50元]]，赠[[50元]]首单券",
    "[[五元]]、[[一百二十元]]、[[三块钱]]、[[两万三千元]]、[[壹佰元整]]、[[三元五角]]、[[十元]]一件",
    "数量2 [[￥100]]",
    "100、5分、5分钟、85分好评、8点30分、第3角度、三角形、3角形、2块电池、5毛衣",
    "10元素、10元旦快乐、一元一次方程、一元二次方程、一元函数、二元模型、二元论、单元、多元、元宝",
    "A5元、1.2.5元、x-5元、a$5、￥、$、元、￥abc、RMB",
    "${x}元、￥${x}、${x}00元、￥1${x}、￥12****",
    "12345678901234元",
];

const DATES: &[&str] = &[
    "[[2026年10月1日]]、[[2026 年 10 月 1 日]]、[[26年3月15号]]、明年[[3月1日]]、[[10月1号]]、[[１０月１日]]",
    "[[二〇二六年十月一日]]，[[十二月二十五日]]，[[三月三十一号]]，[[十月10日]]",
    "[[10月1-7日]]，[[10月1日]]-[[10月7日]]，[[10月1日]]至[[7月2日]]",
    "[[2026-10-01]] [[2026/10/1]] [[2026.10.1]] [[20261001]] [[10/01/2026]] [[31/12/2026]]",
    "[[2026-10-01]]T10:00:00，[[2026-10-01]] 10:00，[[2026.10.1]]-[[2026.10.7]]",
    "[[Oct 1]], [[October 1st, 2026]], [[1 Oct 2026]], the",
    "[[2028年2月29日]]，[[2月29日]]",
    "2025年2月29日、2025-02-29、2月30日、13月1日、4月31日、2026-13-01、20261301、2026/2/30、十三月一日、四月三十一日",
    "二十月一日、10月40日、10月1-32日、Feb 30、31 April 2026、Feb 29, 2025",
    "10/1、10.1、10-1、11.11大促、1/2、2026年10月、10月、10月1、2026",
    "订单20261001、2026100112、2026-10-01-0001、SF2026-10-01、v2026.10.1、版本2026.10.1、2026.10.1.5",
    "you have 5 may be more, Oct 2026, Mayor 5, Mars 3",
    "${y}-10-01、2026-10-01${x}、20261001${x}、${x}月1日、10月${x}日",
    "https://example.com/2026/10/01/a、a.20261001@example.com",
];

const SLOTS: &[&str] = &[
    "尊敬的[[${name}]]，您的余额为[[{1}]]元",
    "订单[[%s]]已发货，[[×××]]先生，[[{{a}}{{b}}]]，[[{city}${street}]]",
    "活动到[[*月*日]]，[[{a}]]、[[{b}]]",
    "138****1234、王**您好、[数字x]元、全场50%sale、$5、您好",
];

#[test]
fn entities_are_found_and_what_looks_like_them_is_not() {
    for entity in Entity::ALL {
        for marked in texts(entity) {
            let text = marked.replace("[[", "").replace("]]", "");
            let found = mark(&text, entity);
            assert_eq!(found, *marked, "{} in {text}", entity.name());
        }
    }
}

/// A text with marks round what an entity finds in it, by way of folding and back.
fn mark(text: &str, entity: Entity) -> String {
    let folded = fold(text, &zones(text), Folding::default());
    let mut marked = text.to_owned();
    for range in entity.find(folded.text()).into_iter().rev() {
        let range = folded.origin(range);
        marked.insert_str(range.end, "]]");
        marked.insert_str(range.start, "[[");
    }
    marked
}

#[test]
fn entities_have_names() {
    for entity in Entity::ALL {
        assert_eq!(Entity::named(entity.name()), Some(entity));
    }
}

/// Whatever would take quadratic time would take minutes here.
#[test]
fn long_texts_of_one_kind_are_read_through() {
    let heads = [
        "1",
        "12,",
        "1 ",
        "1-",
        "@",
        "a@",
        "a.",
        "a@b.",
        "http://",
        "a.cn/,",
        "￥",
        "一",
        "1元",
        "10月1日",
        "+1-",
    ];
    let heads = heads.into_iter().chain([
        "oct 1 ",
        "13812345678转",
        "(0",
        "\u{E001}",
        "6222 ",
        "2026-",
        "1年1月",
        " ",
        "www.",
    ]);
    for head in heads {
        let text = head.repeat((1 << 20) / head.len());
        for entity in Entity::ALL {
            hold(entity, &text).unwrap();
        }
    }
}

/// Ranges are in order, apart and on the bounds of characters; but for slots, nothing opaque is inside.
fn hold(entity: Entity, text: &str) -> Result<Vec<TextRange>, TestCaseError> {
    let ranges = entity.find(text);
    for pair in ranges.windows(2) {
        prop_assert!(pair[0].end <= pair[1].start, "{} in {text:.200}: {ranges:.200?}", entity.name());
    }
    for range in &ranges {
        let hit = text.get(range.clone()).filter(|hit| !hit.is_empty());
        prop_assert!(hit.is_some(), "{} in {text}: {range:?}", entity.name());
        prop_assert!(entity == Entity::Slot || !hit.unwrap_or_default().contains(is_opaque));
    }
    Ok(ranges)
}

/// Texts made of what entities are made of, of pieces of them and of whole ones.
fn soup() -> impl Strategy<Value = String> {
    let whole =
        Entity::ALL.into_iter().flat_map(texts).flat_map(|text| text.split([',', '，', '、', ' ', '[', ']']));
    let whole: Vec<&str> = whole.filter(|piece| !piece.is_empty()).collect();
    let cut = (prop::sample::select(whole.clone()), any::<prop::sample::Index>()).prop_map(|(piece, at)| {
        let bounds: Vec<usize> = piece.char_indices().map(|(at, _)| at).collect();
        piece[bounds[at.index(bounds.len())]..].to_owned()
    });
    let marks = "[-0-9.,@:/+￥$元块角分年月日一十a-c \u{E000}\u{E001}]{1,3}";
    let piece = prop_oneof![prop::sample::select(whole).prop_map(str::to_owned), cut, marks];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_found_is_found_alone(text in soup()) {
        let folded = fold(&text, &zones(&text), Folding::default());
        for text in [folded.text(), &text] {
            for entity in Entity::ALL {
                for range in hold(entity, text)? {
                    let hit = &text[range];
                    prop_assert_eq!(entity.find(hit), vec![0..hit.len()], "{} {} in {}", entity.name(), hit, text);
                }
            }
        }
    }
}
