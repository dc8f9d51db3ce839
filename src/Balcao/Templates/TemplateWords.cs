using Balcao.Contract;

namespace Balcao.Templates;

/// <summary>Translates WhatsApp's terms for templates into ours; an unknown term has a value of its own.</summary>
public static class TemplateWords
{
    public static TemplateStatus StatusOf(string? word) => word switch
    {
        "APPROVED" => TemplateStatus.Approved,
        "PENDING" => TemplateStatus.Pending,
        "REJECTED" => TemplateStatus.Rejected,
        "PAUSED" => TemplateStatus.Paused,
        "DISABLED" => TemplateStatus.Disabled,
        "IN_APPEAL" => TemplateStatus.InAppeal,
        "PENDING_DELETION" => TemplateStatus.PendingDeletion,
        _ => TemplateStatus.Other,
    };

    public static TemplateCategory CategoryOf(string? word) => word switch
    {
        "MARKETING" => TemplateCategory.Marketing,
        "UTILITY" => TemplateCategory.Utility,
        "AUTHENTICATION" => TemplateCategory.Authentication,
        _ => TemplateCategory.Other,
    };

    public static TemplateQuality QualityOf(string? word) => word switch
    {
        "GREEN" => TemplateQuality.High,
        "YELLOW" => TemplateQuality.Medium,
        "RED" => TemplateQuality.Low,
        _ => TemplateQuality.Unknown,
    };
}
