-- messaging: messages that a coach has sent by themselves, and a line about each that was or was not.

create type public.automation_trigger as enum ('signed_up', 'silent', 'birthday');
create type public.automation_condition as enum ('always', 'with_plan', 'without_plan');
create type public.automation_outcome as enum ('sent', 'postponed', 'skipped');


create table public.automated_messages (
  id         uuid primary key default gen_random_uuid(),
  coach_id   uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  name       text not null check (length(btrim(name)) between 1 and 80),
  trigger    public.automation_trigger not null,
  after_days integer not null check (after_days between 0 and 365),
  locale     public.locale,
  condition  public.automation_condition not null default 'always',
  template   text not null check (length(template) between 1 and 2000),
  quiet_from time not null default '21:00',
  quiet_to   time not null default '08:00',
  is_on      boolean not null default false,
  on_since   timestamptz,
  version    integer not null default 1,
  created_at timestamptz not null default now(),

  constraint automated_messages_silent_for_a_day check (trigger <> 'silent' or after_days >= 1),
  constraint automated_messages_on_since_when check (is_on = (on_since is not null))
);

comment on table public.automated_messages is 'Messages that go from a coach to their clients by themselves: once for each cause, in the direct thread.';
comment on column public.automated_messages.trigger is 'signed_up: so many days after the client accepted the invite. silent: after so many days without a log or a message of the client. birthday: so many days after the birthday in the client''s profile.';
comment on column public.automated_messages.locale is 'Only clients with this language; null: all.';
comment on column public.automated_messages.condition is 'Only clients for whom a plan is in force that day, or none.';
comment on column public.automated_messages.template is 'The text, with {{client}}, {{coach}} and {{days}}.';
comment on column public.automated_messages.quiet_to is 'Between quiet_from and quiet_to of the client''s day nothing is sent: it waits. Equal: no quiet hours.';
comment on column public.automated_messages.version is 'As in clients.';
comment on column public.automated_messages.on_since is 'Since when it is on. What was due before is not sent.';

create index automated_messages_coach_id_idx on public.automated_messages (coach_id);

alter table public.automated_messages enable row level security;
grant select,
  insert (name, trigger, after_days, locale, condition, template, quiet_from, quiet_to, is_on),
  update (name, trigger, after_days, locale, condition, template, quiet_from, quiet_to, is_on, version),
  delete on public.automated_messages to authenticated;
grant select on public.automated_messages to service_role;


create table public.automated_runs (
  automated_message_id uuid not null references public.automated_messages (id) on delete cascade,
  client_id            uuid not null references public.clients (id) on delete cascade,
  cause                text not null,
  due_at               timestamptz not null,
  outcome              public.automation_outcome not null,
  reason               text,
  message_id           uuid references public.messages (id) on delete set null,
  at                   timestamptz not null default now(),

  primary key (automated_message_id, client_id, cause),
  constraint automated_runs_say_why_not check ((outcome = 'sent') = (reason is null))
);

comment on table public.automated_runs is 'What became of each cause of an automated message: one row, so that nothing is sent twice.';
comment on column public.automated_runs.cause is 'What happened: signed up, silent since a moment, or the birthday of a year.';
comment on column public.automated_runs.reason is 'Why it was not sent, or not yet: quiet_hours, wrote_again, archived, other_language, no_plan, has_plan, missing_variable.';

create index automated_runs_client_id_idx on public.automated_runs (client_id);
create index automated_runs_message_id_idx on public.automated_runs (message_id);

alter table public.automated_runs enable row level security;
grant select on public.automated_runs to authenticated, service_role;
