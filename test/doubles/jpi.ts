import { crc32 } from 'node:zlib';

/** A plugin archive: a zip with a manifest, as Maven's plugin for Jenkins writes it, lines of at most 72 bytes. */
export function jpi(attributes: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries({ 'Manifest-Version': '1.0', ...attributes }).map(([key, value]) =>
    (`${key}: ${value}`.match(/.{1,70}/g) ?? []).join('\r\n '),
  );
  const content = Buffer.from(`${lines.join('\r\n')}\r\n\r\nName: other\r\nPlugin-Version: 9\r\n`);
  return zip('META-INF/MANIFEST.MF', content);
}

/** A zip archive with one file, not compressed. */
function zip(name: string, content: Buffer): Buffer {
  const file = Buffer.from(name);
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt32LE(crc32(content), 10);
  about.writeUInt32LE(content.length, 14);
  about.writeUInt32LE(content.length, 18);
  about.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, file, content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, Buffer.alloc(14), file]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
