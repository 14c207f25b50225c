"""From a read plan (`soat.core.plans`) to rows of this room: used by `services.import_plan` only."""
