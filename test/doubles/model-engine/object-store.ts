import type { Labels } from '../../../electron/core/world/specs.ts';
import type { ModelContainer, ModelImage, ModelMount, ModelObject, ModelVolume } from './objects.ts';
import { refuse } from './refuse.ts';

/** The model engine's networks, volumes and images, and its events. */
export class ObjectStore {
  containers: readonly ModelContainer[] = [];
  networks: readonly ModelObject[] = [];
  volumes: readonly ModelVolume[] = [];
  images: readonly ModelImage[] = [];
  /** The digest that a registry has for a name; null: it does not answer. */
  registry: (reference: string) => string | null = () => null;
  #listeners: readonly ((name: string, action: string) => void)[] = [];
  #serial = 0;

  /** Calls back with each event: the object's name and what happened to it. */
  onEvent(told: (name: string, action: string) => void): () => void {
    this.#listeners = [...this.#listeners, told];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== told);
    };
  }

  protected tell(name: string, action: string): void {
    for (const told of this.#listeners) told(name, action);
  }

  protected newId(): string {
    this.#serial += 1;
    // Spread out, as Docker's are: the product names containers by the beginning of an id.
    return ((this.#serial * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0').padEnd(64, 'c');
  }

  image(reference: string): ModelImage {
    const found = this.images.find(({ id, names }) => id === reference || names.includes(reference));
    const tagged = reference.includes(':') ? reference : `${reference}:latest`;
    return found ?? refuse(404, `No such image: ${tagged}`);
  }

  createNetwork(name: string, labels: Labels): void {
    if (this.networks.some((it) => it.name === name)) refuse(409, `network with name ${name} already exists`);
    this.networks = [...this.networks, { id: this.newId(), name, labels }];
    this.tell(name, 'create');
  }

  /** The containers that run in it, by its id; what is stopped, or waits for its restart, is not in it. */
  networkUsers(network: string): readonly { readonly id: string; readonly name: string }[] {
    return this.containers
      .filter((it) => it.run.kind === 'running' && it.networkId === network)
      .map(({ id, name }) => ({ id, name }));
  }

  removeNetwork(name: string): void {
    const network = this.networks.find((it) => it.name === name) ?? refuse(404, `network ${name} not found`);
    const users = this.networkUsers(network.id);
    const list = users.map((it) => `name:"${it.name}" id:"${it.id.slice(0, 12)}"`).join(', ');
    const text = `error while removing network: network ${name} has active endpoints (${list})`;
    if (users.length > 0) refuse(403, text);
    this.networks = this.networks.filter((it) => it !== network);
    this.tell(name, 'destroy');
  }

  /** One that is there stays as it is, its labels too. */
  createVolume(name: string, labels: Labels, made: Pick<ModelVolume, 'driver' | 'options'> = {}): void {
    if (this.volumes.some((it) => it.name === name)) return;
    this.volumes = [...this.volumes, { id: name, name, labels, ...made }];
    this.tell(name, 'create');
  }

  removeVolume(name: string): void {
    if (!this.volumes.some((it) => it.name === name)) refuse(404, `get ${name}: no such volume`);
    const users = this.containers.filter(({ mounts }) => mounts.some((it) => usesVolume(it, name)));
    const list = users.map(({ id }) => id).join(', ');
    if (users.length > 0) refuse(409, `remove ${name}: volume is in use - [${list}]`);
    this.volumes = this.volumes.filter((it) => it.name !== name);
    this.tell(name, 'destroy');
  }

  /** A new image takes the name; the one that had it stays without it. */
  build(reference: string, labels: Labels): void {
    const id = `sha256:${this.newId()}`;
    const rest = this.images.map((it) => ({ ...it, names: it.names.filter((name) => name !== reference) }));
    this.images = [...rest, { id, names: [reference], labels }];
  }

  tag(from: string, reference: string): void {
    const { id } = this.image(from);
    this.images = this.images.map((it) => {
      const names = it.names.filter((name) => name !== reference);
      return { ...it, names: it.id === id ? [...names, reference] : names };
    });
  }

  removeImage(reference: string): void {
    const image = this.image(reference);
    const user = this.containers.find(({ imageId }) => imageId === image.id);
    if (user !== undefined && image.names.length === 1) {
      const why = `container ${user.id.slice(0, 12)} is using its referenced image ${image.id.slice(7, 19)}`;
      refuse(409, `conflict: unable to remove repository reference "${reference}" (must force) - ${why}`);
    }
    const names = image.names.filter((name) => name !== reference);
    const rest = this.images.filter((it) => it !== image);
    this.images = names.length === 0 ? rest : [...rest, { ...image, names }];
  }
}

const usesVolume = ({ type, source }: ModelMount, name: string): boolean => type === 'volume' && source === name;
