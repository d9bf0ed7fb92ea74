/** Pages that are loaded when somebody goes there, those of a room at once. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";

type Pages<Name extends string> = Record<Name, ComponentType>;
const rooms: (() => Promise<unknown>)[] = [];

/** Gives a room's pages by their names. */
export function lazily<Name extends string>(
  load: () => Promise<Pages<Name>>,
): (name: Name) => LazyExoticComponent<ComponentType> {
  rooms.push(load);
  return (name) => lazy(async () => ({ default: (await load())[name] }));
}

/** Every room, one after the other, while nothing else is to be done; then nobody waits for one. */
export async function loadRooms(): Promise<void> {
  for (const load of rooms) {
    await new Promise((next) => (window.requestIdleCallback ?? setTimeout)(next));
    await load().catch(() => undefined); // it is tried again by whoever goes there
  }
}
