-- tags: a coach's own labels on clients. Never shown to the client.

create table public.client_tags (
  client_id  uuid not null references public.clients (id) on delete cascade,
  label      text not null check (label = btrim(label) and length(label) between 1 and 40),
  created_at timestamptz not null default now(),

  primary key (client_id, label)
);

comment on table public.client_tags is 'The tags that those who coach a client put on them: the client never sees them. They are deleted when the coaching ends.';
comment on column public.client_tags.label is 'What the tag says, as it was first written. A client has each label once, in whatever letter case.';

create unique index client_tags_client_id_lower_idx on public.client_tags (client_id, lower(label));

alter table public.client_tags enable row level security;
grant select, delete on public.client_tags to authenticated;
grant select on public.client_tags to service_role;
