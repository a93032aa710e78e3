"""One public function is one act in one transaction; nobody else commits."""
