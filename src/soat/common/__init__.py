"""What every room builds on: base model, errors and their middleware, database start-up, components of pages."""
