const words = {
  title: "Studio",
  nameless: "somebody without a name",
  name: "Name of the studio",
  withClients: "Bring my clients along",
  withClientsHint:
    "They belong to the studio then: its owners and admins see them. Otherwise only clients whom you add later do.",
  role: { owner: "Owner", admin: "Admin", trainer: "Trainer", member: "Member" },
  roleHint: {
    owner: "Sees all clients of the studio, manages people, roles and settings.",
    admin: "Sees all clients of the studio and manages people and settings.",
    trainer: "Sees their own clients and those shared with them.",
    member: "Sees only what is theirs.",
  },
  open: {
    title: "Open a studio",
    hint: "Coaches in a studio share clients and take over from each other.",
    submit: "Open the studio",
  },
  join: {
    title: "Join a studio",
    code: "Invite code of the studio",
    submit: "Continue",
    invites: "{{team}} invites you",
    by: "{{name}} invites you. Your role: {{role}}.",
    unusable: "This invite cannot be used",
    signIn: "Sign in and join",
    signUp: "Create an account",
    signUpHint: "No account yet? Create one, then open this link again.",
    accept: "Join {{team}}",
  },
  members: {
    title: "People",
    hint: "Owners and admins see all clients of the studio, trainers their own and those shared with them. Health is seen by the client's own coach alone.",
    you: "(you)",
    roleOf: "Role of {{name}}",
    remove: "Remove",
    removeName: "Remove {{name}}",
    removeHint: "They no longer see clients of the studio. Clients whom they had before joining stay theirs.",
    takeOver: "Who takes over their clients?",
  },
  invites: {
    title: "Invites",
    role: "Role",
    make: "Make a code",
    none: "No open invites.",
    open: "{{role}}, valid until {{date}}",
    withdraw: "Withdraw",
  },
  bring: {
    title: "Your clients of before",
    hint_one: "{{count}} client does not belong to the studio: only you see them.",
    hint_other: "{{count}} clients do not belong to the studio: only you see them.",
    submit: "Bring them along",
  },
  settings: {
    title: "Settings",
    colour: "Colour",
    colourHint: "Your clients see it beside the name of the studio.",
    timezone: "Time zone of new clients",
    locale: "Language of new clients",
    saved: "Saved.",
  },
  leave: {
    title: "Leave the studio",
    hint: "You no longer see clients of other coaches. Clients whom you coach for the studio must be taken over first: an owner or admin does that.",
    close: "Close the studio",
    closeHint: "You are the only one here. Your clients stay yours.",
    body: "You need a new invite to come back.",
  },
  coaches: {
    title: "Who coaches",
    own: "{{name}} is the coach.",
    none: "Nobody coaches this diary.",
    shared: "{{name}} too",
    unshare: "End",
    unshareName: "No longer share with {{name}}",
    with: "Share with",
    share: "Share",
    hint: "Owners and admins of the studio see this client too. The client sees with whom they are shared.",
    clientHint: "Owners and admins of your coach's studio see your diary too, but not your health.",
  },
  refusals: {
    no_team: "You are not in a studio. Open one, or accept an invite to one.",
    team_role: "Your role in the studio does not allow this. Ask an owner or an admin.",
    already_in_team: "You are in a studio. Leave it first.",
    only_coaches_coach:
      "Only a coach can have this role. Sign up as a coach, or ask for an invite as a member.",
    invite_role:
      "Nobody is invited as an owner. Invite an admin, a trainer or a member; an owner can change the role later.",
    too_many_members:
      "A studio has at most {{limit}} members and open invites. Withdraw invites that nobody needs.",
    team_invite_unknown: "This invite code is not known. Check the code, or ask the studio for a new one.",
    team_invite_used: "This invite code has been used. Ask the studio for a new one.",
    team_invite_expired: "This invite code has expired. Ask the studio for a new one.",
    last_owner: "A studio needs an owner. Make somebody else an owner first.",
    no_such_member: "This person is not in your studio any more.",
    role_missing: "Choose a role.",
    member_has_clients:
      "Clients of the studio are coached by this person ({{count}}). Choose who takes them over.",
    member_is_no_coach:
      "This member did not sign up as a coach. Have them take the role of a coach in their account first.",
    take_over: "Only another coach of the studio can take over. Choose an owner, an admin or a trainer.",
    take_over_self: "Nobody coaches themselves. Choose somebody who is not one of these clients.",
    not_your_client:
      "Only the client's own coach shares them. Ask the coach, or an owner or admin of the studio.",
    client_not_in_team:
      "This client does not belong to a studio. Open a studio or join one, and bring the client along.",
    share_with:
      "A client is shared with another coach of the studio. Choose an owner, an admin or a trainer.",
    team_name: "A studio needs a name of at most 100 characters.",
    colour: "This is not a colour. Choose one.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    peopleTeam: typeof words;
  }
}
