"""The steps from one form of the database to the next, in order; Alembic runs them."""
