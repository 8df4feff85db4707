-- Topics of the tests' own: a room is heard by its members, and its speakers may send.

create schema rooms;
create table rooms.members (
  room     text not null,
  person   uuid not null,
  speaks   boolean not null default false,
  primary key (room, person)
);

create function rooms.of_mine(p_speaks boolean) returns text[] language sql stable security definer set search_path = '' as $$
  select array(select 'room:' || m.room from rooms.members m where m.person = auth.uid() and m.speaks >= p_speaks)
$$;
grant usage on schema rooms to authenticated;

create policy "Members hear their rooms" on realtime.messages for select to authenticated
  using (extension in ('broadcast', 'presence') and (select realtime.topic()) = any ((select rooms.of_mine(false))::text[]));
create policy "Speakers send to their rooms" on realtime.messages for insert to authenticated
  with check (extension in ('broadcast', 'presence') and (select realtime.topic()) = any ((select rooms.of_mine(true))::text[]));
