"""The bundled sample: the fictional district 云溪区, its portal, its office register and the truth about both."""
