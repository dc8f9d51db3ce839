using System.Globalization;
using System.Text;
using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Plans;

/// <summary>Reads the lines of a rate card's CSV file.</summary>
public static class MetaRateLines
{
    /// <summary>Meta's list has some hundred.</summary>
    public const int Most = 5000;

    private static readonly string[] Columns = ["market", "category", "price", "currency", "validFrom"];

    /// <returns>The prices of the lines without an error, and the errors of the others, in the order of the file.</returns>
    public static (IReadOnlyList<SaveMetaRateRequest> Rates, IReadOnlyList<MetaRateLineError> Errors) Read(string csv)
    {
        var (rates, errors, keys) = (new List<SaveMetaRateRequest>(), new List<MetaRateLineError>(), new HashSet<(string, string, DateOnly)>());
        var (number, separator, isFirst) = (0, ',', true);
        foreach (var line in csv.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (isFirst)
            {
                isFirst = false;
                if (line.Contains(';', StringComparison.Ordinal)) separator = ';';
                if (Cells(line, separator)[0].Trim().Equals(Columns[0], StringComparison.OrdinalIgnoreCase)) continue;
            }
            var (rate, refusal) = ReadLine(Cells(line, separator), separator);
            if (rate is not null && refusal is null && !keys.Add(MetaRateContent.KeyOf(rate))) refusal = PlanRefusals.LineRepeated;
            if (refusal is not null) errors.Add(new MetaRateLineError(number, refusal.ToItem()));
            else rates.Add(rate!);
        }
        return (rates, errors);
    }

    private static (SaveMetaRateRequest? Rate, Refusal? Refusal) ReadLine(List<string> cells, char separator)
    {
        if (cells.Count != Columns.Length) return (null, PlanRefusals.ColumnsWrong(Columns.Length));
        // A file with semicolons comes from a spreadsheet of a country with a decimal comma.
        var typed = separator is ';' ? cells[2].Replace(',', '.') : cells[2];
        // What is no number becomes one that no price may be, so that the columns are checked in their order.
        var price = decimal.TryParse(typed.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : -1;
        var day = DateOnly.TryParseExact(cells[4].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) ? from : DateOnly.MinValue;
        var rate = new SaveMetaRateRequest { Market = cells[0], Category = cells[1], Price = price, Currency = cells[3], ValidFrom = day };
        return (rate, MetaRateContent.Check(rate) is { Field: "validFrom" } ? PlanRefusals.DayInvalid : MetaRateContent.Check(rate));
    }

    /// <summary>A cell may be in quotes, with a doubled quote for one inside (RFC 4180). No cell of a rate card has a line break.</summary>
    private static List<string> Cells(string line, char separator)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (line[i] == '"') isQuoted = !isQuoted;
            else if (line[i] == separator && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }
}
