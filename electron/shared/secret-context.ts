import { SECRET_ADDRESSES } from './secret-addresses.ts';
import { secretOptions } from './secret-options.ts';

/**
 * Secrets that are known by what is before them, which no list of token formats has: each pattern keeps its first group and
 * hides the rest. All take time in proportion to the text: each begins at the start of a word, and repeats so often at most.
 */

/** Keys that are secrets: `AccountKey`, `ENCRYPTION_KEY`. Others are parts of documents. */
const KEY = '(?:api|access|account|deploy|encryption|license|master|private|shared|signing|storage)[-_]?key';
/** Names of secrets: `apiToken`, `API_KEY`, `AWS_SECRET_ACCESS_KEY`, `DB_PASS`, `password`, `tokenValue`, `bearer`… `PWD` is a folder. */
const NAME = String.raw`(?<![\w.-])[\w.-]{0,80}?(?:api[-_]?token|${KEY}|pass(?:word|wd|phrase)|[-_]pass|[-_]pwd|[-_]auth|secret|token|credentials?|crumb|bearer)(?:value|hash|text|key|string|base64)?(?:[_.-][\w.-]{0,60})?`;
/** What a program says of a file or command whose name sounds like a secret: `docker-credential-desktop: not found`. */
const COMPLAINT = String.raw`(?:no such (?:file|host|command)|not found|(?:permission|access) denied|executable file not found)\b`;
/** The whole of a value that is no secret: none, a switch, the kind of a token, or asterisks in place of one. */
const NO_SECRET = String.raw`(?:true|false|null|none|undefined|yes|no|on|off|bearer|\[\]|\*{3,40})`;
/** Where a value without quotes ends: a password may begin with such a word. */
const END = String.raw`[)}\]]{0,8}(?:\s|\\?["'](?!\w)|</?[a-z]{1,10}[\s/>]|[,;.]{1,2}(?:[\s"'\\]|$)|$)`;
const NOTHING = String.raw`(?:\\?"${NO_SECRET}\\?"|'${NO_SECRET}')(?![\w"'])|${NO_SECRET}${END}`;
/** A version after the name of a plugin: `credentials:1415.v831096eb_5534`, `token-macro: 444.v52de7e9c573d`, `matrix-auth:3.2.6`. */
const VERSION = String.raw`(?=\\?["']?\d{1,9}(?:\.(?:\d{1,9}|v[0-9a-f_]{6,20})){1,4}(?![\w.-]))(?<=(?:credentials|token-|crumb-|secret-|password-|-auth)[a-z0-9-]{0,60}\\?["']?\s{0,4}[:=]\s{0,4})`;
/** In quotes, or up to a blank; a comma or semicolon before a blank ends it. */
const VALUE = String.raw`(?!${COMPLAINT}|${VERSION}|${NOTHING}|\(hidden\)(?:[\s"',;&}\])<]|$))(?:\\?"[^"\n]{0,4096}"|'[^'\n]{0,4096}'|(?:[^\s,;&}]|[,;](?=[^\s"'}])){1,4096})`;

const SECRETS_BY_CONTEXT: readonly RegExp[] = [
  // Tokens of known beginnings that secretlint's list lacks: GitLab's runners, deployments and jobs, PyPI, Google
  /((?<![\w-])(?:gl(?:rt|dt|ptt|cbt|oas|soat|ft|imt|agent)-|pypi-AgE|AIza))(?=[\w-]{0,24}\d)[\w-]{20,512}/g,
  // Hugging Face: letters alone, too
  /((?<![\w-])hf_)[A-Za-z0-9]{30,128}(?![\w-])/g,
  // A private key, over several lines, or with its line breaks escaped; to the end where that was cut off.
  /(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // Authorization: Digest username="…", response="…"
  /(authorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?digest\s{1,4})[^\r\n]+/gi,
  // Authorization: ApiKey …, where the first word may be an unknown scheme, or the secret itself
  /(authorization\\?["']?\s{0,4}[:=]\s{0,4}[[]?\\?["']?)(?!(?:basic|bearer|token|digest|negotiate)\s)[^\s",'[]+(?:[ \t]{1,4}[^\s",'[]+)?/gi,
  // Authorization: Bearer …, and the same without its header
  /(authorization\\?["']?\s{0,4}[:=]\s{0,4}[[]?\\?["']?(?:basic|bearer|token|digest|negotiate)\s{1,4})[^\s",'[]+/gi,
  // X-Api-Token: Bearer …, where it may be a word
  new RegExp(
    String.raw`(${NAME}\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?bearer\s{1,4})(?![a-z_]{1,40}=(?:\\?"|\w))[\w.~+/=-]{8,}`,
    'gi',
  ),
  // Not bearer authentication, nor Bearer authorization_uri="…" of a server's answer, nor bearer expires_in=3600
  /((?<!\w)(?:[Bb]earer|BEARER)\s{1,4})(?![A-Za-z][a-z]{0,19}[.:!?]?(?![\w.~+/=-])|[a-z_]{1,40}=(?:\\?"|\w))[\w.~+/=-]{8,}/g,
  /((?<!\w)basic\s{1,4})(?=[A-Za-z+/]{0,200}[\d=])[A-Za-z0-9+/=]{8,}/gi,
  // Cookie: …, Set-Cookie: …, JSESSIONID.1a2b=…
  /((?<!\w)(?:set-)?cookie2?\\?["']?\s{0,4}[:=]\s{0,4})(?![\s[]{0,4}["'])[^\r\n"']+/gi,
  // "set-cookie": ["a=b", "c=d"]
  /((?<!\w)(?:set-)?cookie2?\\?["']?\s{0,4}[:=]\s{0,4}[[]?\s{0,4})(?=\\?["'])[^\r\n\]]+/gi,
  /((?<!\w)(?:JSESSIONID|ACEGI_SECURITY_HASHED_REMEMBER_ME_COOKIE|remember-me)[\w.-]{0,80}=)[^\s;,"']+/gi,
  // http://user:password@host, where the password may have any @ and /, unless what is before the first / is a port;
  // the @ of an image's digest ends no login
  /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@:"'<>]{0,200}:(?!\d{1,5}[/?#])[^\s"'<>]{0,512}(?=@(?!sha256:))/gi,
  // https://token@host
  /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,512}(?=@(?!sha256:))/gi,
  // HTTP_PROXY=user:password@host, without a scheme, as docker takes it
  /((?<![\w.-])[\w.-]{0,80}?proxy\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?)(?![a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@:"'<>]{1,200}:[^\s"'<>]{1,512}(?=@(?!sha256:))/gi,
  // curl -u user:password, also attached or in quotes; not docker run -u 1000:1000
  /((?<![^\s"'[,])(?:-u|-U|--user|--proxy-user)(?:["'],\s{0,4}|[\s=]{0,4}))(?!["']?\d+:\d+["']?(?![^\s"',\]]))(?:"[^"\n:]{0,200}:[^"\n]{0,512}"|'[^'\n:]{0,200}:[^'\n]{0,512}'|[^\s:"']{1,200}:[^\s]{1,512})/g,
  // "auth": "…" of docker's configuration
  /("auth"\s{0,4}:\s{0,4})"[^"\n]{0,4096}"/g,
  // Signatures of addresses
  /([?&](?:sig|signature|X-Amz-Signature|X-Goog-Signature)=)[^&\s"']+/gi,
  // http%3A%2F%2Fuser%3Apassword%40host; what is before the first / may be a port
  /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}%3A%2F%2F[\w.~-]{0,200}%3A)(?!\d{1,5}(?:%2F|%3F|%23))[^\s"'<>&]{1,512}?(?=%40)/gi,
  // …;Pwd=…; of a connection
  /(;\s{0,4}pwd\s{0,4}=)[^;"'\n]{1,512}/gi,
  // .netrc
  /((?<!\w)login\s{1,4}\S{1,200}\s{1,4}password\s{1,4})\S{1,512}/g,
  // password: |, with its lines
  new RegExp(
    String.raw`(${NAME}\s{0,4}:\s{0,4}[|>][-+\d]{0,2}[ \t]{0,4}\r?\n)[ \t][^\n]{0,4096}(?:\n[ \t][^\n]{0,4096}){0,199}`,
    'gi',
  ),
  // <apiToken>…</apiToken>, also where it was cut off; not the <token> of a manual, nor Optional<Secret>
  new RegExp(String.raw`((?<=<)${NAME}>)(?:[^<]{1,4096}(?=</)|[^\s<]{1,4096}$)`, 'gi'),
  // What Jenkins has encrypted.
  /((?<!\w))\{AQAAA[\w+/=]{8,4096}\}/g,
  // "DB_PASSWORD=…" of a list of variables, with its blanks
  new RegExp(String.raw`((?<=")${NAME}=)[^"\\\n]{1,4096}`, 'gi'),
  new RegExp(String.raw`((?<=')${NAME}=)[^'\n]{1,4096}`, 'gi'),
  // "apiToken": "…", password=…, token: …
  new RegExp(String.raw`(${NAME}\\?["']?\s{0,4}[:=]\s{0,4})${VALUE}`, 'gi'),
  // --token …, also as a list of words
  new RegExp(
    String.raw`((?<![^\s"'[,])--?${NAME.slice('(?<![\\w.-])'.length)}(?<!-stdin|-file)(?:\s{1,4}|["'],\s{0,4}(?=["'])))${VALUE}`,
    'gi',
  ),
  ...SECRET_ADDRESSES,
  ...secretOptions(NAME),
  // JSON Web Tokens, and API tokens as Jenkins makes them
  /((?<![\w-]))eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /((?<![\w-]))11[0-9a-f]{32}(?![\w-])/g,
];

/** In place of a secret. */
export const HIDDEN = '(hidden)';

/** Hides the secrets of a text that are known by what is before them. */
export const withoutSecretsByContext = (text: string): string =>
  SECRETS_BY_CONTEXT.reduce((result, pattern) => result.replace(pattern, `$1${HIDDEN}`), text);
