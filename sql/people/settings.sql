-- people: how many clients a coach and how many members a team may have. Idempotent, because it is applied again whenever it changes.

insert into private.settings (name, value) values ('clients_per_coach', 500), ('members_per_team', 100) on conflict (name) do nothing;
