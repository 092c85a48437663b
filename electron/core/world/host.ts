/** What this user can see of the home; null, or `unknown`, where they lack the permission to look. */
export interface HomeFact {
  readonly kind: 'missing' | 'not-a-folder' | 'folder' | 'unknown';
  readonly ownerUid: number | null;
  /** Whether uid 1000 can write by owner and mode. */
  readonly writable: boolean | null;
  /** Its disk is mounted read-only, or the kernel made it so after an error. */
  readonly readOnly: boolean;
  readonly empty: boolean | null;
  /** Our marker file is in it. */
  readonly marked: boolean | null;
  /** Jenkins has not answered on it yet: `.jenkins-tray/new` is there. */
  readonly fresh: boolean | null;
  /** The Jenkins version that last ran on it, by its config.xml; null if unknown. */
  readonly version: string | null;
  readonly freeBytes: number | null;
}

/** The host itself, without its engine. */
export interface Host {
  /** SHA-256 over the names and contents of a folder's files, for the build contexts; hex. */
  folderHash(folder: string): Promise<string>;
  /** Reads one of the user's text files; throws `settings/invalid` where it cannot be read. */
  readText(path: string): Promise<string>;
  home(path: string): Promise<HomeFact>;
  /** What holds the port, in words, as far as this user may know; null when it is free. */
  portHolder(address: string, port: number): Promise<string | null>;
  /**
   * A free port near the wanted one, preferably above it, and none of those `meant` for something else; null where there
   * is none.
   */
  freePortNear(address: string, port: number, meant: readonly number[]): Promise<number | null>;
  /** The path without symbolic links; unchanged where this user cannot look. */
  realPath(path: string): Promise<string>;
  /** Whether the host has an NVIDIA GPU or its tools; runs nothing. */
  hasGpu(): Promise<boolean>;
  /**
   * `rslave` where the path lies on a shared mount, so that disks mounted later are seen inside; `rprivate` elsewhere,
   * since Docker refuses `rslave` there.
   */
  propagation(path: string): Promise<'rslave' | 'rprivate'>;
  /** MTU of the default route's interface, bytes. */
  mtu(): Promise<number>;
}
