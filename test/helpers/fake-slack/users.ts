import { asString } from "../../../src/demo/slack/shapes.ts";
import type { Json, SlackUser } from "./shapes.ts";
import { no, ok, type Team, type World } from "./world.ts";

export function userInfo(_world: World, team: Team, args: Json): Json {
  const user = team.users.get(asString(args["user"]));
  return user ? ok({ user: shownUser(team, user) }) : no("user_not_found");
}

/** Finds the workspace's own people alone. */
export function lookupByEmail(_world: World, team: Team, args: Json): Json {
  const email = asString(args["email"]).toLowerCase();
  const user = [...team.users.values()].find(
    (each) => each.email?.toLowerCase() === email && (each.homeTeam ?? team.id) === team.id,
  );
  return user ? ok({ user: shownUser(team, user) }) : no("users_not_found");
}

function shownUser(team: Team, { id, email, name = id, guest, homeTeam, bot, deleted, zone }: SlackUser): Json {
  const isStranger = homeTeam !== undefined && homeTeam !== team.id;
  return {
    id,
    team_id: homeTeam ?? team.id,
    name: name.toLowerCase().replaceAll(" ", "."),
    real_name: name,
    deleted: deleted ?? false,
    is_bot: bot ?? false,
    is_restricted: guest ?? false,
    is_ultra_restricted: false,
    ...(isStranger ? { is_stranger: true } : {}),
    tz: zone ?? "Europe/Berlin",
    profile: { real_name: name, ...(email === undefined || isStranger ? {} : { email }) },
  };
}
