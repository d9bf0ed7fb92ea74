/** Who is signed in and what they may do, as react-admin asks for it. */
import type { AuthProvider } from "react-admin";
import { ask } from "../api/client";
import { forgetAnswers } from "../api/news";
import { Problem } from "../api/problem";
import { accessToken, signOut } from "./session";

/** `GET /admin/me`. */
export interface Caller {
  id: string;
  name: string;
  email: string | null;
  roles: string[];
  scopes: string[];
  locations: string[] | null;
}

let asked: Promise<Caller> | undefined;

export function caller(): Promise<Caller> {
  asked ??= ask("GET", "/admin/me").then(
    (answer) => answer.body,
    (error) => {
      asked = undefined;
      throw error;
    },
  );
  return asked;
}

export const authProvider: AuthProvider = {
  login: async () => undefined, // by the page of its own that comes before this one
  async logout() {
    asked = undefined;
    forgetAnswers();
    await signOut();
    window.location.assign("./"); // a fresh page, in which nothing of theirs is left
    return false;
  },
  async checkAuth() {
    if (!(await accessToken())) throw new Error("signed out");
  },
  async checkError(error) {
    if (error instanceof Problem && error.status === 401) throw error;
  },
  async getIdentity() {
    const { id, name, email } = await caller();
    return { id, fullName: name || email || id };
  },
  async getPermissions() {
    return (await caller()).scopes;
  },
};
