"""What tests share. Modules here hold no tests."""
