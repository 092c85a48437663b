import { Component, type ComponentType, type FunctionComponent, h } from 'preact';

/** A component that re-renders only if a property changed. */
export function memo<P extends object>(view: FunctionComponent<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>;
      const entries = Object.entries(next);
      return entries.length !== Object.keys(before).length || entries.some(([name, value]) => before[name] !== value);
    }

    render() {
      return h(view, this.props);
    }
  };
}
