"""Word documents; `legacy` brings the old kinds to .docx through LibreOffice."""
