"""The office's database: its tables, how it is opened, and how it is brought to today's form."""
