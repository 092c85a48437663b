import { expect, test } from 'vitest';
import { jsonReason } from '../../../electron/shared/json-reason.ts';

const told = (text: string): string => {
  try {
    JSON.parse(text);
    return '';
  } catch (thrown) {
    return jsonReason(thrown, text);
  }
};

test.each([
  ['{\n "apiToken": geheimesToken\n}', "Unexpected token 'g' in line 2"],
  ['{"jenkins": {\n"user": "ann",\n"apiToken": geheim,\n"a": 1}}', "Unexpected token 'g' in line 3"],
  ['geheim', "Unexpected token 'g'"],
  ['{\n"a": "geheim"\n"b": 1}', "Expected ',' or '}' after property value in line 3"],
  ['{\n"a": "gehe\nim"}', 'Bad control character in string literal in line 2'],
  ['{\n"a": 1}}', 'Unexpected non-whitespace character after JSON in line 2'],
])('of %j the reason and line are told, and nothing of its text', (text, reason) => {
  expect(told(text)).toBe(reason);
});

test('a reason without a place stays', () => {
  expect(jsonReason(new SyntaxError('Unexpected end of JSON input'), '{')).toBe('Unexpected end of JSON input');
});
