-- people: how many clients a coach may have. Idempotent, because it is applied again whenever it changes.

insert into private.settings (name, value) values ('clients_per_coach', 500) on conflict (name) do nothing;
