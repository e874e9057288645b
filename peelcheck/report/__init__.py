"""What people and programs read of a result. Renderers decide nothing."""
