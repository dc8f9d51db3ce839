using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Balcao.Platform.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SearchShelves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "shelf",
                table: "message_words",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "shelf",
                table: "contact_words",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // What is there goes on the first shelf. Words had one of the tenant's before them, of 33 characters; now each of
            // them begins with a mark.
            const string mark = "right(tenant_id::text, 4) || '0000'";
            foreach (var table in (string[])["message_words", "contact_words"])
                migrationBuilder.Sql($"UPDATE {table} SET words = CASE WHEN length(words) <= 34 THEN '' ELSE {mark} || replace(substr(words, 35), ' ', ' ' || {mark}) END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "shelf",
                table: "message_words");

            migrationBuilder.DropColumn(
                name: "shelf",
                table: "contact_words");
        }
    }
}
