import * as z from 'zod/mini';

/** The parts of the engine's responses that we read; optional and nullable where the engine may omit them. */

const labels = z.nullish(z.record(z.string(), z.string()));
const mounts = z.nullish(
  z.array(
    z.object({
      Type: z.optional(z.string()),
      Name: z.optional(z.string()),
      Source: z.optional(z.string()),
      Destination: z.string(),
      RW: z.optional(z.boolean()),
    }),
  ),
);
const networksOf = z.nullish(
  z.record(
    z.string(),
    z.nullish(z.object({ NetworkID: z.nullish(z.string()), Aliases: z.nullish(z.array(z.string())) })),
  ),
);
const bindings = z.nullish(z.array(z.object({ HostIp: z.string(), HostPort: z.string() })));

/** `GET /containers/ID/json`. */
export const inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  Created: z.string(),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number(),
    Health: z.nullish(z.object({ Status: z.string() })),
    StartedAt: z.optional(z.string()),
    FinishedAt: z.optional(z.string()),
  }),
  RestartCount: z.optional(z.number()),
  Path: z.nullish(z.string()),
  Args: z.nullish(z.array(z.string())),
  Config: z.object({
    Image: z.string(),
    Labels: labels,
    Env: z.nullish(z.array(z.string())),
    ExposedPorts: z.nullish(z.record(z.string(), z.unknown())),
    User: z.nullish(z.string()),
  }),
  HostConfig: z.nullish(
    z.object({
      Memory: z.nullish(z.number()),
      RestartPolicy: z.nullish(z.object({ Name: z.string(), MaximumRetryCount: z.nullish(z.number()) })),
      PortBindings: z.nullish(z.record(z.string(), bindings)),
    }),
  ),
  Mounts: mounts,
  // A port that is not published has no bindings.
  NetworkSettings: z.nullish(z.object({ Ports: z.nullish(z.record(z.string(), bindings)), Networks: networksOf })),
});
export type Inspected = z.infer<typeof inspected>;

const row = z.object({
  Id: z.string(),
  Names: z.nullish(z.array(z.string())),
  Image: z.string(),
  ImageID: z.string(),
  /** Seconds since 1970. */
  Created: z.number(),
  State: z.optional(z.string()),
  Status: z.optional(z.string()),
  Labels: labels,
  Mounts: mounts,
  Ports: z.nullish(
    z.array(
      z.object({
        IP: z.optional(z.string()),
        PrivatePort: z.number(),
        PublicPort: z.optional(z.number()),
        Type: z.optional(z.string()),
      }),
    ),
  ),
  NetworkSettings: z.nullish(z.object({ Networks: networksOf })),
});
export type ContainerRow = z.infer<typeof row>;

/** `GET /containers/json`. */
export const containerRows = z.array(row);
/** `GET /networks`. */
export const networks = z.array(z.object({ Name: z.string(), Id: z.string(), Labels: labels }));
/** `GET /networks/ID`: the containers that run in it, by id. */
export const networkWithUsers = z.object({
  Id: z.string(),
  // Not used; without it the response is not a network.
  Driver: z.string(),
  Containers: z.nullish(z.record(z.string(), z.nullish(z.object({ Name: z.nullish(z.string()) })))),
});
const volumeRow = z.object({
  Name: z.string(),
  Driver: z.string(),
  Mountpoint: z.optional(z.string()),
  Labels: labels,
  Options: labels,
});
/** `GET /volumes/NAME`. */
export const volume = volumeRow;
/** `GET /volumes`, with all that is known of each. */
export const volumeRows = z.object({ Volumes: z.nullable(z.array(volumeRow)) });
/** `GET /volumes`. */
export const volumes = z.object({ Volumes: z.nullable(z.array(z.object({ Name: z.string(), Labels: labels }))) });
/** `GET /images/json`. */
export const images = z.array(z.object({ Id: z.string(), RepoTags: z.nullish(z.array(z.string())), Labels: labels }));
/** `GET /images/json`, with all that is shown of an image. `Created`: seconds. */
export const imageRows = z.array(
  z.object({
    Id: z.string(),
    RepoTags: z.nullish(z.array(z.string())),
    Labels: labels,
    Size: z.number(),
    Created: z.number(),
  }),
);
/** `GET /version`. */
export const version = z.object({ Version: z.string(), ApiVersion: z.string(), Os: z.string() });

/** `GET /info`: for example `name=seccomp,profile=default`, `name=userns`, `name=rootless`. */
export const info = z.object({
  SecurityOptions: z.nullable(z.array(z.string())),
  DockerRootDir: z.optional(z.string()),
});
