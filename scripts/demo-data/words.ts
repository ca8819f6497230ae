/** Words the demo data is made of: invented people and companies that stress what real names stress. */

/** The demo company's clerks, who enter everything. */
export const clerks = ['wang.fang', 'li.na', 'zhang.wei'] as const;

export const places = [
  '北京',
  '上海',
  '广州',
  '深圳',
  '杭州',
  '苏州',
  '南京',
  '成都',
  '武汉',
  '西安',
  '重庆',
  '青岛',
  '厦门',
  '宁波',
  '长沙',
  '郑州',
  '天津',
  '合肥',
  '佛山',
  '昆明',
  '哈尔滨',
  '乌鲁木齐',
  '呼和浩特',
  '石家庄',
] as const;

export const brands = [
  '恒远',
  '瑞丰',
  '明德',
  '博雅',
  '华辰',
  '金穗',
  '云帆',
  '星河',
  '蓝海',
  '青禾',
  '启航',
  '锦程',
  '鼎盛',
  '嘉禾',
  '天翼',
  '盛世',
  '同创',
  '立信',
  '卓越',
  '众诚',
  '智汇',
  '海纳',
  '春晖',
  '东篱',
  '南山',
  '白鹿',
  '远景',
  '知行',
  '朴石',
  '木棉',
  '松韵',
  '望江',
] as const;

export const trades = [
  '信息技术',
  '网络科技',
  '物流',
  '餐饮管理',
  '医疗器械',
  '教育咨询',
  '广告传媒',
  '建筑工程',
  '机械制造',
  '进出口贸易',
  '物业管理',
  '生物科技',
  '新能源',
  '食品',
  '服装',
  '电子商务',
  '环保设备',
  '酒店管理',
] as const;

export const companyForms = ['有限公司', '有限责任公司', '股份有限公司', '集团有限公司'] as const;

export const surnames = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  '赵',
  '黄',
  '周',
  '吴',
  '徐',
  '孙',
  '胡',
  '朱',
  '高',
  '林',
  '何',
  '郭',
  '马',
  '罗',
  '梁',
  '宋',
  '郑',
  '谢',
  '韩',
  '唐',
  '冯',
  '于',
  '董',
  '萧',
  '欧阳',
  '司马',
  '夏侯',
  '诸葛',
  '上官',
  '尉迟',
  '单于',
  '仇',
  '查',
  '曾',
  '盖',
] as const;

export const givenNames = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '军',
  '洋',
  '勇',
  '艳',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '建国',
  '志远',
  '雨桐',
  '子涵',
  '梓萱',
  '浩然',
  '思远',
  '晓彤',
  '文博',
  '若曦',
  '一鸣',
  '天佑',
  '美玲',
  '国栋',
  '春花',
  '海燕',
  '俊杰',
  '欣怡',
  '嘉懿',
] as const;

/** Names that break systems: rare characters, characters beyond U+FFFF, the middle dot of minority names, long ones. */
export const unusualPeople = [
  '龘天宇',
  '王㛃',
  '𠮷野家明',
  '李𬭎',
  '䶮建华',
  '欧阳𬱖',
  '司马䶮',
  '夏侯惇义',
  '赵喆喆',
  '陈犇',
  '刘翀',
  '马骉',
  '张赟',
  '阿卜杜热西提·买买提明',
  '古丽米热·阿不力孜',
  '巴音孟克·乌力吉',
  '才让多吉·旺堆',
  '买买提江·吾布力喀斯木',
  '乌云其木格·额尔敦',
] as const;

export const unusualCompanies = [
  '北京龘龙文化传播有限公司',
  '上海𠮷祥饭庄',
  '广州䶮溪茶业有限公司',
  '深圳𬭎达精密铸造有限公司',
  '杭州㛃悦服饰有限公司',
  '鑫淼森焱垚(上海)实业有限公司',
  '中外运-敦豪（测试）供应链有限公司',
  '一加一餐饮店（个体工商户）',
  '株式会社みどり製作所',
  '東亜フーズ株式会社',
  'Blue Harbour Logistics Ltd.',
  "O'Neill & Sons Trading Co.",
  'Zürich Präzision GmbH',
  'R&D “Zero” Labs Inc.',
  'Société Générale des Épices',
  'ACME <Test> Supplies',
  'Nordlys Ærø ApS',
  '3M-Style Parts (HK) Ltd',
  '24/7 Clean & Care',
  '山田太郎商店',
  '上海自贸试验区临港新片区跨境电子商务供应链综合服务示范基地运营管理股份有限公司华东分公司第一客户服务中心',
] as const;

export const streets = [
  '人民路',
  '中山大道',
  '解放街',
  '科技园路',
  '滨江大道',
  '长安街',
  '和平里',
  '建设三路',
  '文昌巷',
  '高新五路',
] as const;

export const contactRoles = ['财务', '出纳', '采购', '总经理', '行政', 'Accounts payable'] as const;

interface ChargeKind {
  readonly type: string;
  readonly items: readonly string[];
  readonly basis: string;
}

/** What is charged for, by charge type, with the sentence that says how the amount came about. */
export const chargeKinds: readonly ChargeKind[] = [
  {
    type: 'subscription',
    items: ['企业版席位', '高级版席位', '数据看板订阅'],
    basis: '按合同约定的席位单价乘以新增席位数计算',
  },
  { type: 'usage', items: ['短信发送量', '存储用量(GB)', '接口调用(千次)'], basis: '按当期实际用量与价目表单价计算' },
  { type: 'setup', items: ['系统初始化', '数据迁移', '单点登录接入'], basis: '按实施报价单中的一次性费用计算' },
  {
    type: 'service',
    items: ['现场技术支持(小时)', '专属客服', '月度巡检'],
    basis: '按服务确认单记录的次数与小时数计算',
  },
  {
    type: 'upgrade',
    items: ['标准版升级企业版差价', '带宽升级差价', '存储升级差价'],
    basis: '按升级前后价差及剩余天数计算',
  },
  { type: 'training', items: ['管理员培训', '新员工培训(场)'], basis: '按培训场次与合同单价计算' },
  { type: 'material', items: ['扫码枪', '打印纸(箱)', '工牌'], basis: '按发货单数量与合同单价计算' },
  { type: 'other', items: ['加急处理费', '发票重开手续费'], basis: '按客户书面确认的金额计算' },
];

interface Reason {
  readonly code: string;
  readonly texts: readonly string[];
}

/** Why somebody is charged, by reason code. */
export const reasons: readonly Reason[] = [
  {
    code: 'miscalculation',
    texts: ['上期账单漏计新增席位,现补收差额', '价目表更新后单价未同步,补收差额', '折扣到期后仍按折扣价收取,补收差额'],
  },
  {
    code: 'upgrade',
    texts: ['客户于本期升级服务等级,按约定补收差价', '带宽扩容后按新规格计费', '由标准版升级为企业版'],
  },
  {
    code: 'added-items',
    texts: ['客户书面要求增加服务项目', '客户追加培训场次,已签服务确认单', '客户新增分支机构接入'],
  },
  { code: 'other', texts: ['客户要求加急处理,费用已书面确认', '应客户要求重开发票,按约定收取手续费'] },
];

export const returnComments = [
  '请补充合同变更协议后重新提交',
  '计算依据不完整,请附服务确认单',
  '请核对收费期间并补充凭证',
] as const;
export const rejectComments = [
  '客户已在上月支付该项费用,重复收费',
  '合同中此项目免费,不应收取',
  '与客户约定次年起收费,本期不收',
] as const;
