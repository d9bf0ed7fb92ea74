"""Pictures of products: uploaded, named by a product, made ready by a worker, shown under names by their content."""
