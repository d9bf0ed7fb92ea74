/**
 * Which file each module is in: what the sign-in needs, what every page needs, and the rooms, which are loaded when
 * somebody goes there. Left to itself, the bundler makes a file of every set of rooms that share a module: dozens, which
 * are a tenth larger together and asked for one by one.
 */
import type { CodeSplittingOptions } from "rolldown";

const CHART = /\/node_modules\/uplot\/|\/src\/parts\/useDayChart/;
/** Libraries, and what is ours in every room; what is loaded for itself where it is used, is not in it. */
const DESK =
  /\/node_modules\/(?!uplot\/|uqr\/)|\/src\/(api|auth|data|parts|shell)\/(?!useDayChart)|\/src\/home\/(?!RevenueChart)/;
/** Rooms between which somebody goes to and fro. */
const WINGS = {
  selling: /\/src\/(orders|refunds|customers|tickets)\//,
  goods: /\/src\/(products|inventory|shipping)\//,
  office: /\/src\/(team|jobs|reports|settings)\/(?!DayChart)/,
};

export const chunks: CodeSplittingOptions = {
  groups: [
    { name: "first", tags: ["$initial"], priority: 3 },
    { name: "desk", test: DESK, priority: 2 },
    ...Object.entries({ chart: CHART, ...WINGS }).map(([name, test]) => ({ name, test, priority: 1 })),
  ],
};
