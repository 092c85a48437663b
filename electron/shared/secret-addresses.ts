/**
 * Addresses whose path is the secret, as those of bots and of webhooks, which no list of token formats has: each pattern
 * keeps its first group and hides the rest. Where they are from: the services' own pages on their APIs.
 */

/** A slash, as it is or encoded in another address. */
const S = '(?:/|%2F)';

/** What is before the secret, from the host on. */
const WEBHOOKS = [
  String.raw`hooks\.slack(?:-gov)?\.com${S}(?:services|workflows|triggers)${S}`,
  String.raw`discord(?:app)?\.com${S}api${S}(?:v\d{1,2}${S})?webhooks${S}\d{1,20}${S}`,
  String.raw`api\.telegram\.org${S}(?:file${S})?bot`,
  // Teams
  String.raw`webhook\.office\.com${S}webhookb2${S}`,
  String.raw`outlook\.office(?:365)?\.com${S}webhook${S}`,
  // Lark, WeCom
  String.raw`open\.(?:feishu\.cn|larksuite\.com)${S}open-apis${S}bot${S}v2${S}hook${S}`,
  String.raw`qyapi\.weixin\.qq\.com${S}cgi-bin${S}webhook${S}send\?key=`,
  String.raw`events\.pagerduty\.com${S}integration${S}`,
  String.raw`hooks\.zapier\.com${S}hooks${S}catch${S}`,
  String.raw`maker\.ifttt\.com${S}trigger${S}[\w-]{1,100}${S}(?:json${S})?with${S}key${S}`,
];

export const SECRET_ADDRESSES: readonly RegExp[] = [
  new RegExp(String.raw`((?:(?<![\w-])|(?<=%2F))(?:${WEBHOOKS.join('|')}))[^\s"'<>()\[\]{}|,]{1,512}`, 'gi'),
  // A bot of Telegram, at a server of one's own, or its token alone: the bot's number, and some 35 characters
  /((?<![a-z0-9])bot)\d{6,12}(?::|%3A)[\w-]{30,64}/gi,
  /((?<![\w:.-]))\d{8,12}:AA(?=[\w-]{0,32}[a-z])[\w-]{30,40}(?![\w-])/g,
  // Mattermost and Rocket.Chat, at any host
  /((?<![\w.-])https?:\/\/[^\s"'<>]{1,200}?\/hooks\/)(?:[a-z0-9]{26}|[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{40,80})(?![\w-])/g,
];
