# What explorers may do, without the download of images, and with the refresh of extracts:
# ["AddComment: Allow", "ExportData: Allow", "ExportImage: Deny", …, "ExtractRefresh: Allow", …]
locals {
  analysts = merge(provider::tableau::capabilities("workbook", "Explore"), {
    ExportImage    = "Deny"
    ExtractRefresh = "Allow" # Tableau 2025.1, API 3.25, or later
  })
}

output "analysts" {
  value = [for capability, mode in local.analysts : "${capability}: ${mode}"]
}
