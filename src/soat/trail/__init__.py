"""The trail (requirement A1): every change with who, when, before, after; append-only and hash-chained."""
