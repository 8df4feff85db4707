"""Takes the project to hosted Supabase and Cloud Functions. docs/deploy.md says why each step is there."""
