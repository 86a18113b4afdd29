"""What several reports need: safe text, Chinese labels, order of findings, whole files."""
