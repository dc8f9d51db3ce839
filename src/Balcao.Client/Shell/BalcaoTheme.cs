using MudBlazor;

namespace Balcao.Client.Shell;

/// <summary>
/// The colours, light and dark, and the fonts: MudBlazor's palette and our own variables. Colours are defined only here.
/// </summary>
public static class BalcaoTheme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "-apple-system", "Segoe UI", "sans-serif"];

    public static MudTheme Mud { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0F766E",
            PrimaryContrastText = "#FFFFFF",
            Secondary = "#475467",
            Background = "#FFFFFF",
            BackgroundGray = "#F7F8F9",
            Surface = "#FFFFFF",
            AppbarBackground = "#FFFFFF",
            AppbarText = "#1A2330",
            DrawerBackground = "#F7F8F9",
            TextPrimary = "#1A2330",
            TextSecondary = "#55606E",
            TextDisabled = "#8A94A1",
            ActionDefault = "#55606E",
            ActionDisabled = "#9AA3AF",
            ActionDisabledBackground = "#EDEFF2",
            Divider = "#E4E7EB",
            DividerLight = "#EDEFF2",
            LinesDefault = "#E4E7EB",
            LinesInputs = "#87919E",
            TableLines = "#E4E7EB",
            Success = "#0F766E",
            Info = "#475467",
            Warning = "#B45309",
            Error = "#B42318",
            Dark = "#1A2330",
            OverlayDark = "rgba(16,24,40,0.48)",
            HoverOpacity = 0.05,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#2DD4BF",
            PrimaryContrastText = "#06231F",
            Secondary = "#A8B3C2",
            Background = "#0F1621",
            BackgroundGray = "#0B111A",
            Surface = "#161F2C",
            AppbarBackground = "#0F1621",
            AppbarText = "#E6EAF0",
            DrawerBackground = "#0B111A",
            TextPrimary = "#E6EAF0",
            TextSecondary = "#A3AFBF",
            TextDisabled = "#6B7787",
            ActionDefault = "#A3AFBF",
            ActionDisabled = "#5B6675",
            ActionDisabledBackground = "#1D2735",
            Divider = "#243041",
            DividerLight = "#1D2735",
            LinesDefault = "#243041",
            LinesInputs = "#66738A",
            TableLines = "#243041",
            Success = "#2DD4BF",
            Info = "#A8B3C2",
            Warning = "#FBBF24",
            Error = "#F97066",
            Dark = "#0B111A",
            OverlayDark = "rgba(2,6,12,0.64)",
            HoverOpacity = 0.07,
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.43", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Sans, FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Sans, FontSize = "1rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "-0.005em" },
            H6 = new H6Typography { FontFamily = Sans, FontSize = "1rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "-0.005em" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.43", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.43", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "500", LineHeight = "1.43", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Sans, FontSize = "0.75rem", LineHeight = "1.34", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "500", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "600", LetterSpacing = "normal" },
        },
        Shadows = Flat(),
    };

    private const string Light = """
        --back:#FFFFFF;--shade:#F7F8F9;--sunken:#F1F3F5;--raised:#FFFFFF;--line:#E4E7EB;--line-strong:#CDD3DB;
        --ink:#1A2330;--ink-2:#55606E;--ink-3:#66707D;--accent:#0F766E;--accent-ink:#FFFFFF;--accent-soft:#E3F3F0;
        --thread:#F3F4F3;--bubble-out:#D9F6EC;--bubble-in:#FFFFFF;--bubble-note:#FEF7D6;--bubble-line:#DFE4E3;--note-line:#EADB94;
        --bubble-meta:#51605D;--quote:rgba(15,23,32,.05);--blue:#0369A1;
        --late:#92400E;--late-soft:#FEF0C7;--very-late:#B42318;--very-late-soft:#FEE4E2;--focus:#0F766E;
        """;

    private const string Dark = """
        --back:#0F1621;--shade:#0B111A;--sunken:#1A2432;--raised:#161F2C;--line:#243041;--line-strong:#364559;
        --ink:#E6EAF0;--ink-2:#A3AFBF;--ink-3:#94A1B2;--accent:#2DD4BF;--accent-ink:#06231F;--accent-soft:#12332F;
        --thread:#0B111A;--bubble-out:#114B43;--bubble-in:#1F2937;--bubble-note:#3B3413;--bubble-line:#2A3748;--note-line:#5A4F1E;
        --bubble-meta:#BECBCF;--quote:rgba(255,255,255,.07);--blue:#7DD3FC;
        --late:#FBBF24;--late-soft:#3A2A0A;--very-late:#FDA29B;--very-late-soft:#451A17;--focus:#2DD4BF;
        """;

    /// <summary>Our own variables, in addition to those that MudBlazor writes from its palette.</summary>
    public static string Variables { get; } = $":root{{{Light}}}:root[data-theme=dark]{{{Dark}}}".ReplaceLineEndings("");

    // One-pixel borders instead of shadows; only floating elements have one soft shadow.
    private static Shadow Flat()
    {
        var shadow = new Shadow();
        for (var i = 0; i < shadow.Elevation.Length; i++)
            shadow.Elevation[i] = i == 0 ? "none" : "0 1px 2px rgba(16,24,40,.06), 0 8px 24px rgba(16,24,40,.10)";
        return shadow;
    }
}
